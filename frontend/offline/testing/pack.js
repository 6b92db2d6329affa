/** @typedef {import("../model/forms.js").Asked} Asked */
/** @typedef {import("../model/forms.js").Pack} Pack */

const OPTIONS = ["Not at all", "Several days", "Often", "Nearly every day"].map((text, value) => ({ value, text }));

/** @param {string} key @param {string} title @param {string[]} items @param {string[]} [atRisk] @returns {Asked} */
function form(key, title, items, atRisk = []) {
  return {
    key, title, who: "Ana", about: "", occasion: "At the start", period: "2 weeks",
    instructions: "How often?", copyright: "",
    items: items.map((id) => ({ id, text: `Question ${id}`, options: OPTIONS, may_not_apply: false })),
    scales: [{ id: "total", title: "Total", low: 0, high: 3 * items.length }],
    decides: "total", last: { on: "2026-11-01", value: 4 },
    scoring: {
      measure: key, version: "1.0.0",
      items: items.map((id) => ({ id, minimum: 0, maximum: 3, reversed: false, if_not_applicable: null })),
      scales: [{ id: "total", items, of: [], mean: false, times: 1, weights: {}, table: {}, rule: "complete", at_least: items.length }],
      alerts: atRisk.map((item) => ({ item, scored_from: 1, says: `Question ${item} was answered.` })),
    },
  };
}

/** What a device takes along: two short forms and a goal. @returns {Pack} */
export function pack() {
  return {
    case: "11111111-1111-4111-8111-111111111111", label: "Willow",
    practitioner: { id: "22222222-2222-4222-8222-222222222222", name: "Maya Okafor" },
    prepared_at: "2026-11-21T09:00:00Z", risk: { practitioner: "Ring Lee.", client: "" },
    forms: [form("start~phq-9", "PHQ-9", ["1", "2", "9"], ["9"]), form("start~gad-7", "GAD-7", ["1", "2"])],
    goals: [{ id: "33333333-3333-4333-8333-333333333333", text: "To feel calm", last: { rating: 3, on: "2026-11-01" } }],
    on_paper: ["EPDS"],
  };
}
