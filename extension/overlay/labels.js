// Placeholders in plain words, as an agent would ask for them.

import { t } from "../shared/i18n.js";

/** @type {Record<string, () => string>} */
const known = {
  "customer.name": () => t("placeholder_customer_name"),
  "customer.first_name": () => t("placeholder_customer_first_name"),
  "customer.last_name": () => t("placeholder_customer_last_name"),
  "customer.email": () => t("placeholder_customer_email"),
  "agent.name": () => t("placeholder_agent_name"),
  "agent.first_name": () => t("placeholder_agent_first_name"),
  "agent.last_name": () => t("placeholder_agent_last_name"),
  "agent.email": () => t("placeholder_agent_email"),
  "ticket.id": () => t("placeholder_ticket_id"),
  "ticket.subject": () => t("placeholder_ticket_subject"),
  "ticket.url": () => t("placeholder_ticket_url"),
  "company.name": () => t("placeholder_company_name"),
};

/**
 * The words for a placeholder; one that only its source knows is named as the source does, made readable.
 *
 * @param {string} name  canonical
 * @returns {string}
 */
export function placeholderLabel(name) {
  const label = known[name];
  if (label) return label();
  const words = name.replaceAll(/[._-]+/g, " ").replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2").trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
