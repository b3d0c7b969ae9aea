// The message table: everything that the parts of the extension say to each other, in one place.
//
//   page (content script, one per frame)  --runtime.sendMessage-->  background
//   background  --tabs.sendMessage(tab, frame)-->  page
//   overlay / side panel (extension frame)  <--Port "surface"-->  background
//   options page  --runtime.sendMessage-->  background
//
// Only the background speaks to the sidecar. Pages never see a token, and content scripts never see answers:
// they learn how many there are, and the injected inserter gets the one chosen.

/** @typedef {"customer" | "agent" | "note" | "bot" | "system"} Sender */

/**
 * What a page reader hands over; the body of POST /v1/suggest.
 * @typedef {object} Reading
 * @property {{url: string, helpdesk: string | null, ticket_id: string | null}} page
 * @property {string} [subject]
 * @property {{from: Sender, text: string, at?: string}[]} messages  oldest first
 * @property {boolean} [reply_public]  absent if the page does not say
 * @property {string} [draft]
 * @property {{name?: string, first_name?: string, last_name?: string, email?: string}} [customer]
 * @property {{name?: string, first_name?: string, last_name?: string, email?: string}} [agent]
 * @property {string} [language]
 */

/** @typedef {"verified" | "due" | "changed" | "flagged" | "unverified"} TrustState */

/**
 * A gap in an answer. `kind` and `choices` say how to ask for it; a sidecar that does not say means a line of text.
 * @typedef {{name: string, value: string | null, missing: boolean, kind?: "text" | "lines" | "choice" | "date", choices?: string[]}} Placeholder
 */

/**
 * One answer as the sidecar offers it (DESIGN §4, "Suggestion").
 * @typedef {object} Suggestion
 * @property {string} answer_id
 * @property {string} passage_id
 * @property {"reply" | "article"} kind
 * @property {string} title
 * @property {string} excerpt_html  escaped, with <mark> only
 * @property {string} text
 * @property {string} html  sanitised; gaps stand as <span data-placeholder="NAME">
 * @property {Placeholder[]} placeholders
 * @property {{id: string, name: string, type: string, external_id: string}} source
 * @property {string | null} url
 * @property {string} language
 * @property {"public" | "internal" | "unknown"} audience
 * @property {string[]} tags
 * @property {string | null} question
 * @property {string[]} similar
 * @property {string[]} translations
 * @property {{state: TrustState, by: string | null, at: string | null, due: string | null, reason?: string | null, conflicts: number}} trust
 * @property {string | null} seen_at_source
 * @property {number} score
 * @property {string[]} reasons
 * @property {string | null} [updated_at]
 * @property {number} [inserted]
 * @property {{field: string, label: string, value: string}[]} [actions]  what a macro sets beside its text; shown, never carried out
 * @property {"team" | "own" | null} [pinned]  put first by a rule of the team, or the agent's own favourite
 */

/**
 * An answer that a rule of the team keeps out of this ticket's list.
 * @typedef {{answer_id: string, title: string, why: string, rule?: {by: string, note: string | null}}} LeftOut
 */

/**
 * @typedef {object} SuggestResponse
 * @property {string} query_id
 * @property {string} language
 * @property {number} took_ms
 * @property {boolean} confident
 * @property {number} confidence
 * @property {Suggestion[]} suggestions
 * @property {LeftOut[]} [left_out]
 */

/**
 * How the sidecar stands, in words the interface has a text for.
 * `not_running`: nothing answers; `foreign`: something else answers on that port; `not_paired`: no token, or it was
 * refused; `old_sidecar` / `old_extension`: which of the two to update; `error`: it answered with an error.
 * @typedef {"unknown" | "ok" | "not_running" | "foreign" | "not_paired" | "starting" | "old_sidecar" | "old_extension" | "blocked" | "error"} ConnectionState
 */

/**
 * @typedef {object} Connection
 * @property {ConnectionState} state
 * @property {number} port
 * @property {true} [fixed]  the organisation has set the port: nobody can change it here
 * @property {string} [version]  of the sidecar
 * @property {string} [name]  the token's name
 * @property {"agent" | "expert" | "admin"} [role]  what the token may do; absent: a sidecar that does not say
 * @property {string} [detail]  technical, shown behind "Details"
 */

/**
 * What an overlay or side panel shows. The background sends it whole whenever it changes.
 * @typedef {object} SurfaceState
 * @property {Connection} connection
 * @property {boolean} enabled  whether Cuecard is on for the page; a side panel stands beside others, too
 * @property {"idle" | "loading" | "ready" | "failed"} phase
 * @property {SuggestResponse | null} response  for the visible ticket
 * @property {{query: string, total: number, query_id: string, results: Suggestion[], corrected?: string} | null} search
 *   while the search box has text; `corrected` are the words it was taken for
 * @property {{query_id: string, often: Suggestion[], recent: Suggestion[]} | null} start  what stands there before anything is
 *   typed, once it was asked for: pinned and often used answers, and those this agent used last
 * @property {Record<string, Record<string, string>>} [drafts]  what was typed into the gaps of answers, by ticket and answer
 * @property {boolean | null} reply_public
 * @property {boolean} has_editor  whether there is an editor to insert into
 * @property {string} ticket_key  changes when another ticket is shown
 */

/**
 * Background -> surface, over the Port. `dark` is how the page looks around the editor. `visible` says when the frame is shown and hidden again (the frame itself cannot
 * know): what is on screen is then never reordered, and clicks right after showing are ignored.
 * @typedef {{type: "state", state: SurfaceState}
 *   | {type: "visible", visible: boolean, dark?: boolean}
 *   | {type: "focus", target: "list" | "search"}
 *   | {type: "slash", query: string | null}
 *   | {type: "slash_key", key: "next" | "previous" | "choose" | "close"}
 *   | {type: "refused"}
 *   | {type: "rendered", request: number, result: Rendered | null, error?: string}
 *   | {type: "done", request: number, outcome: Outcome}} ToSurface
 */

/** @typedef {{text: string, html: string, missing: string[]}} Rendered */

/**
 * How an insertion, a copy or a judgement ended. `copied`: the editor did not take it, the text is on the clipboard.
 * `noted`: the sidecar has it.
 * @typedef {{ok: boolean, how: "inserted" | "copied" | "noted" | "failed", code?: string}} Outcome
 */

/**
 * What an agent may say about an answer, beside using it.
 * @typedef {{kind: "helpful" | "not_helpful", query_id: string, answer_id: string}
 *   | {kind: "verify", answer_id: string}
 *   | {kind: "flag", answer_id: string, reason: string}
 *   | {kind: "pin", answer_id: string, pinned: boolean}
 *   | {kind: "ask", query_id: string, words: string}} Judgement
 */

/**
 * What to insert or copy. `body` is what the preview shows where that is not the whole answer as it stands: a part, another
 * form, several answers in one; `also` are the other answers in it.
 * @typedef {{query_id: string, answer_id: string, passage_id: string, values: Record<string, string>,
 *   body?: {text: string, html: string} | null, also?: {query_id: string, answer_id: string, passage_id: string}[]}} Delivered
 */

/**
 * Surface -> background, over the Port. The first message has to be `hello` with the nonce of the frame's address
 * (overlay) or the tab (side panel).
 * @typedef {{type: "hello", nonce: string}
 *   | {type: "hello_panel", tab: number}
 *   | ({type: "insert" | "copy", request: number} & Delivered)
 *   | {type: "render", request: number, answer_id: string, passage_id: string, values: Record<string, string>}
 *   | {type: "open", query_id: string, answer_id: string}
 *   | {type: "search", query: string}
 *   | {type: "browse"}
 *   | {type: "draft", key: string, typed: Record<string, string>}
 *   | {type: "judge", request: number, judgement: Judgement}
 *   | {type: "retry"}
 *   | {type: "options"}
 *   | {type: "site_off"}
 *   | {type: "slash_offered", count: number}
 *   | {type: "take_focus"}
 *   | {type: "size", height: number}
 *   | {type: "close"}} FromSurface
 */

/**
 * Page -> background (content script; the sender's tab and frame say where). Only `page_hello` is answered, with a
 * PageWelcome, and `page_slash_allowed`, with whether the site offers replies for `/words`; `page_mount` asks for a `mount`. `focus: "none"` opens the list and leaves the focus in the editor.
 * `page_rearm`: a frame got the focus; `origin` is that of a frame from elsewhere.
 * @typedef {{type: "page_hello"}
 *   | {type: "page_reading", reading: Reading | null, ticket_key: string, has_editor: boolean}
 *   | {type: "page_editor"}
 *   | {type: "page_slash_allowed"}
 *   | {type: "page_slash", query: string | null}
 *   | {type: "page_slash_key", key: "next" | "previous" | "choose" | "close"}
 *   | {type: "page_rearm", origin?: string}
 *   | {type: "page_undone"}
 *   | {type: "page_mount"}
 *   | {type: "page_open_list", focus: "none" | "list" | "search"}
 *   | {type: "page_close_list"}
 *   | {type: "page_shown", visible: boolean, dark: boolean}
 *   | {type: "page_place", place: PillPlace | null}
 *   | {type: "page_taught", adapter: import("./adapter.js").Adapter}} FromPage
 */

/**
 * Where the agent dragged the pill: its distance in px from the editor's inline end and from its top.
 * @typedef {{end: number, top: number}} PillPlace
 */

/** @typedef {{enabled: boolean, adapters: import("./adapter.js").Adapter[], place: PillPlace | null}} PageWelcome */

/**
 * Background -> page. `mount` is also sent when the frame has to be mounted anew (the background was restarted).
 * `editor_elsewhere`: an editor in a frame inside this one has the focus. `list_focused` asks whether the list has it.
 * @typedef {{type: "pill", connection: ConnectionState, count: number, verified: boolean, confident: boolean, phase: SurfaceState["phase"], shortcut: string}
 *   | {type: "mount", nonce: string}
 *   | {type: "show", focus: boolean}
 *   | {type: "hide", restore: boolean}
 *   | {type: "list_focused"}
 *   | {type: "resize", height: number}
 *   | {type: "restore", relay?: string}
 *   | {type: "slash_offered", count: number}
 *   | {type: "slash_select"}
 *   | {type: "list_known"}
 *   | {type: "editor_elsewhere"}
 *   | {type: "notice", outcome: Outcome}
 *   | {type: "read_again"}
 *   | {type: "adapters", adapters: import("./adapter.js").Adapter[]}
 *   | {type: "teach"}
 *   | {type: "off"}} ToPage
 */

/**
 * Options page -> background.
 * @typedef {{type: "connection"}
 *   | {type: "set_port", port: number}
 *   | {type: "pair", code: string, port?: number}
 *   | {type: "unpair"}
 *   | {type: "sites"}
 *   | {type: "site_enable", origin: string}
 *   | {type: "site_slash", origin: string, on: boolean}
 *   | {type: "site_disable", origin: string}
 *   | {type: "teach", origin: string}
 *   | {type: "taught"}
 *   | {type: "taught_send", origin: string}
 *   | {type: "taught_forget", origin: string}} FromOptions
 */

/**
 * An enabled site; `granted` is false when the browser's permission for it was taken back.
 * `slash`: saved replies are offered for `/words` in its editors.
 * @typedef {{origin: string, granted: boolean, slash: boolean}} Site
 */

/**
 * @typedef {{ok: true, connection: Connection}
 *   | {ok: false, reason: "wrong_code" | "expired" | "too_many" | "unreachable" | "error", detail?: string}} PairOutcome
 */

/**
 * What the background answers to each message of the options page.
 * @typedef {object} OptionsAnswers
 * @property {Connection} connection
 * @property {Connection} set_port
 * @property {PairOutcome} pair
 * @property {Connection} unpair
 * @property {Site[]} sites
 * @property {Site[]} site_enable
 * @property {Site[]} site_slash
 * @property {Site[]} site_disable
 * @property {boolean} teach  false if no tab shows the site
 * @property {Record<string, import("./adapter.js").Adapter>} taught  by the origin of the site
 * @property {{ok: boolean, reason?: "forbidden" | "unreachable" | "error", detail?: string}} taught_send
 * @property {Record<string, import("./adapter.js").Adapter>} taught_forget
 */

export {};
