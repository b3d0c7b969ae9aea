// When a message was written, as pages say it: an attribute, a date in words, a clock, "two hours ago".
cuecard.define("times", () => {
  const MONTHS = "jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|abr|ago|dic|fév|avr|juil|aoû|déc|gen|mag|giu|lug|set|ott|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек";
  const DATE = new RegExp(`\\d{4}[-/.年]\\s?\\d{1,2}[-/.月]\\s?\\d{1,2}|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|\\d{1,2}\\.?\\s(?:${MONTHS})|(?:${MONTHS})\\p{L}*\\.?\\s\\d{1,2}`, "iu");
  const CLOCK = /(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?![\d:]\d)\s*([ap]\.?m\.?)?/i;
  const AGO = /(?:\bago\b|\bvor\b|\bhace\b|il y a|\bhá\b|\btemu\b|назад|önce|\bprieš\b|منذ|قبل|پیش|לפני|前|yesterday|gestern|heute|today|\bjust now\b|\bayer\b|hier\b)/i;
  /** Units in ms, by how they begin in the languages that say so. @type {[RegExp, number][]} */
  const UNITS = [
    [/(?<!\p{L})s(?:ec|ek)|секунд|ثاني|ثوان|ثانیه|שני|秒/iu, 1000],
    [/(?<!\p{L})m(?:in|(?!\p{L}))|минут|dakika|دقيق|دقائق|دقیقه|דק|分/iu, 60_000],
    [/(?<!\p{L})h(?:r|our|ora|eur|(?!\p{L}))|stund|godz|час|saat|ساع|שע|時間|小时/iu, 3_600_000],
    [/(?<!\p{L})d(?:ay|ía|ia|ni|(?!\p{L}))|(?<!\p{L})tag|jour|дн|день|gün|يوم|أيام|روز|ימים|יום|日|天/iu, 86_400_000],
    [/(?<!\p{L})w(?:eek|oche|(?!\p{L}))|seman|semain|tydz|tyg|недел|hafta|أسبوع|هفته|שבוע|週|周/iu, 604_800_000],
  ];
  const DAY = 86_400_000;
  const STAMPS = ["datetime", "data-timestamp", "data-time", "data-date", "data-created-at", "data-sort-value"];
  const STAMPED = STAMPS.map((name) => `[${name}]`).join(", ");

  /**
   * @param {string} text
   * @returns {boolean} whether it says when
   */
  function said(text) {
    return DATE.test(text) || CLOCK.test(text) || AGO.test(text);
  }

  /**
   * @param {string} text
   * @returns {boolean} whether it says when and nothing else
   */
  function isAll(text) {
    if (text.length > 40 || !said(text)) return false;
    const rest = [DATE, CLOCK, AGO].reduce((left, pattern) => left.replace(pattern, " "), text);
    const words = rest.match(/\p{L}+/gu) ?? [];
    return words.length === 0 || (words.length === 1 && /\d/.test(rest) && UNITS.some(([unit]) => unit.test(String(words[0]))));
  }

  /**
   * @param {Element} element
   * @returns {number} how many of its short texts say when
   */
  function within(element) {
    const walker = document.createTreeWalker(element.shadowRoot ?? element, NodeFilter.SHOW_TEXT);
    let found = 0;
    for (let seen = 0; seen < 40 && walker.nextNode(); seen++) {
      const text = (walker.currentNode.textContent ?? "").trim();
      if (text.length > 2 && text.length < 60 && said(text)) found++;
    }
    return found;
  }

  /**
   * The time that a message bears in a form that is the same everywhere.
   *
   * @param {Element} item
   * @returns {string | null} as the page has it, or an ISO date made of a number
   */
  function stamp(item) {
    for (const one of [item, ...(item.shadowRoot ?? item).querySelectorAll(STAMPED)]) {
      const raw = STAMPS.map((name) => one.getAttribute(name)).find(Boolean);
      if (!raw) continue;
      if (/^\d{10}(\d{3})?(\.\d+)?$/.test(raw)) return new Date(Number(raw) * (raw.length < 13 ? 1000 : 1)).toISOString();
      if (/\d{4}/.test(raw) && !Number.isNaN(Date.parse(raw))) return raw;
    }
    return null;
  }

  /**
   * A number by which messages can be put in order: ms, later is bigger.
   *
   * @param {string | null} at  a stamp
   * @param {string[]} labels  the short texts beside the message
   * @returns {number} NaN if nothing says when
   */
  function value(at, labels) {
    if (at) return Date.parse(at);
    const now = Date.now();
    const today = now - (now % DAY);
    for (const says of [(/** @type {string} */ label) => before(label, now, today), (/** @type {string} */ label) => dateIn(label) + clockIn(label)]) {
      const found = labels.map(says).find((ms) => !Number.isNaN(ms));
      if (found !== undefined) return found;
    }
    const clock = labels.map(clockIn).find((ms) => ms > 0);
    return clock === undefined ? NaN : today + clock;
  }

  /** @param {string} label @param {number} now @param {number} today @returns {number} ms */
  function before(label, now, today) {
    if (!AGO.test(label)) return NaN;
    const amount = /(\d+)/.exec(label)?.[1];
    const unit = UNITS.find(([pattern]) => pattern.test(label))?.[1];
    if (amount && unit) return now - Number(amount) * unit;
    return /yesterday|gestern|ayer|hier/i.test(label) ? today - DAY + clockIn(label) : NaN;
  }

  /** @param {string} label @returns {number} ms */
  function dateIn(label) {
    const iso = /(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})/.exec(label);
    if (iso) return Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
    const european = /(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2,4})/.exec(label);
    if (european) return Date.UTC(Number(european[3]) % 2000 + 2000, Number(european[2]) - 1, Number(european[1]));
    if (!DATE.test(label)) return NaN;
    const parsed = Date.parse(label.replace(/\b(\d+)(st|nd|rd|th)\b/gi, "$1").replace(/\bat\b|·|\|/gi, " "));
    return Number.isNaN(parsed) ? NaN : parsed - (parsed % DAY);
  }

  /** @param {string} label @returns {number} ms since midnight, 0 if it names no time of day */
  function clockIn(label) {
    const found = CLOCK.exec(label);
    if (!found) return 0;
    const half = (found[3] ?? "").toLowerCase().startsWith("p") && Number(found[1]) < 12 ? 12 : 0;
    return (Number(found[1]) + half) * 3_600_000 + Number(found[2]) * 60_000;
  }

  return { said, isAll, within, stamp, value };
});
