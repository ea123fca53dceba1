import type { Chit } from "#core/kitchen/chit.ts"

/** A Saturday evening on paper: one chit per situation that a kitchen printer meets. */
export const dinner: Chit = {
  banners: [],
  station: "Grill",
  table: "12",
  number: "42",
  type: "dineIn",
  time: "18:42",
  server: "Ana",
  covers: 4,
  course: 2,
  note: "Birthday at seat 3, bring candles with the mains",
  lines: [
    {
      quantity: 2,
      name: "Burger",
      modifiers: [
        { name: "Bacon", kind: "add" },
        { name: "Cheddar", kind: "add", quantity: 2 },
        { name: "onions", kind: "remove" },
        { name: "medium rare", kind: "note" },
      ],
      seat: 1,
    },
    {
      quantity: 1,
      name: "Pad thai",
      modifiers: [{ name: "peanuts", kind: "allergen" }],
      seat: 2,
      note: "sauce on the side",
    },
    { quantity: 12, name: "Fries", modifiers: [] },
    {
      quantity: 1,
      name: "Slow roasted shoulder of lamb with rosemary potatoes and mint sauce",
      modifiers: [{ name: "No mint sauce", kind: "remove" }],
      seat: 4,
    },
  ],
  rev: 1,
  language: "en",
}

export const service: Chit = {
  banners: [{ kind: "rush" }],
  station: "Cuisine",
  number: "7",
  type: "takeaway",
  time: "20:05",
  server: "Zoé",
  lines: [
    {
      quantity: 2,
      name: "Crème brûlée à l'œuf",
      modifiers: [
        { name: "sucre", kind: "remove" },
        { name: "fruits à coque", kind: "allergen" },
      ],
    },
    { quantity: 1, name: "Formule à 12,50 €", modifiers: [{ name: "Frites", kind: "add" }] },
  ],
  rev: 2,
  language: "fr-FR",
}

export const amendment: Chit = {
  ...dinner,
  banners: [{ kind: "amendment" }],
  note: "One guest left",
  lines: [
    { quantity: 1, name: "Burger", modifiers: [], delta: "voided", seat: 1 },
    {
      quantity: 2,
      name: "Fries",
      modifiers: [{ name: "Mayonnaise", kind: "add" }],
      delta: "added",
    },
    {
      quantity: 3,
      name: "Steak",
      modifiers: [{ name: "well done", kind: "note" }],
      delta: "changed",
      was: "2 x Steak, medium rare",
    },
  ],
  rev: 3,
}

export const reprint: Chit = {
  ...dinner,
  banners: [
    { kind: "reprint", copy: 1, at: "18:55", by: "Ana" },
    { kind: "possibleDuplicate" },
    { kind: "backupFrom", printer: "Grill" },
    { kind: "void" },
    { kind: "test" },
  ],
  rev: 2,
}

export const manyScripts: Chit = {
  ...dinner,
  station: "مشاوي",
  note: "דג בלי מלח, 2 יח׳ בצד",
  lines: [
    { quantity: 2, name: "دجاج مشوي", modifiers: [{ name: "بصل", kind: "remove" }], seat: 1 },
    { quantity: 1, name: "שקשוקה 2 ביצים", modifiers: [{ name: "אגוזים", kind: "allergen" }] },
    {
      quantity: 3,
      name: "味噌ラーメン",
      modifiers: [
        { name: "大盛り", kind: "add" },
        { name: "ネギ", kind: "remove" },
      ],
      note: "熱いうちに 🎂 出す",
    },
    { quantity: 1, name: "Żurek z białą kiełbasą", modifiers: [{ name: "Борщ", kind: "add" }] },
    { quantity: 1, name: "Burger", modifiers: [{ name: "चटनी", kind: "add" }] },
  ],
}

export const longTicket: Chit = {
  ...dinner,
  lines: Array.from({ length: 25 }, (_, index) => ({
    quantity: (index % 4) + 1,
    name: `Dish of the house ${index + 1}`,
    modifiers: index % 3 === 0 ? [{ name: "Bacon", kind: "add" as const }] : [],
    ...(index % 2 === 0 ? { seat: (index % 6) + 1 } : {}),
  })),
}
