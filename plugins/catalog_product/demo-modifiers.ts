import type { ModifierKind } from "#core/kitchen/order.ts"

/** French name (the menu's language), English name, what it is to the cook, price in cents. */
type DemoOption = readonly [fr: string, en: string, kind: ModifierKind, price: number]

export interface DemoGroup {
  readonly key: string
  readonly fr: string
  readonly en: string
  readonly min: number
  readonly max: number
  readonly options: ReadonlyArray<DemoOption>
}

/** The questions of "Chez Margaux". */
export const demoGroups: ReadonlyArray<DemoGroup> = [
  {
    key: "cooking",
    fr: "Cuisson",
    en: "Cooking",
    min: 1,
    max: 1,
    options: [
      ["Bleu", "Blue", "note", 0],
      ["Saignant", "Rare", "note", 0],
      ["À point", "Medium", "note", 0],
      ["Bien cuit", "Well done", "note", 0],
    ],
  },
  {
    key: "side",
    fr: "Accompagnement",
    en: "Side",
    min: 1,
    max: 1,
    options: [
      ["Frites", "Fries", "add", 0],
      ["Salade verte", "Green salad", "add", 0],
      ["Légumes du jour", "Vegetables of the day", "add", 0],
      ["Gratin dauphinois", "Potato gratin", "add", 150],
    ],
  },
  {
    key: "sauce",
    fr: "Sauce",
    en: "Sauce",
    min: 0,
    max: 2,
    options: [
      ["Béarnaise", "Béarnaise", "add", 100],
      ["Poivre", "Pepper sauce", "add", 100],
      ["Roquefort", "Blue cheese sauce", "add", 150],
      ["Mayonnaise", "Mayonnaise", "add", 0],
      ["Sauce à part", "Sauce on the side", "note", 0],
    ],
  },
  {
    key: "extra",
    fr: "Suppléments",
    en: "Extras",
    min: 0,
    max: 4,
    options: [
      ["Comté", "Comté cheese", "add", 150],
      ["Lard fumé", "Smoked bacon", "add", 200],
      ["Œuf au plat", "Fried egg", "add", 150],
      ["Avocat", "Avocado", "add", 200],
    ],
  },
  {
    key: "without",
    fr: "Sans",
    en: "Without",
    min: 0,
    max: 5,
    options: [
      ["Sans oignon", "No onion", "remove", 0],
      ["Sans fromage", "No cheese", "remove", 0],
      ["Sans sauce", "No sauce", "remove", 0],
      ["Sans sel", "No salt", "remove", 0],
      ["Sans crème", "No cream", "remove", 0],
    ],
  },
  {
    key: "allergy",
    fr: "Allergie à table",
    en: "Allergy at the table",
    min: 0,
    max: 6,
    options: [
      ["Gluten", "Gluten", "allergen", 0],
      ["Fruits à coque", "Nuts", "allergen", 0],
      ["Lait", "Milk", "allergen", 0],
      ["Crustacés", "Crustaceans", "allergen", 0],
      ["Œuf", "Egg", "allergen", 0],
      ["Moutarde", "Mustard", "allergen", 0],
    ],
  },
  {
    key: "glass",
    fr: "Service",
    en: "Serving",
    min: 0,
    max: 3,
    options: [
      ["Sans glaçons", "No ice", "remove", 0],
      ["Rondelle de citron", "Slice of lemon", "add", 0],
      ["Deux verres", "Two glasses", "note", 0],
    ],
  },
]
