/** What "Chez Margaux" serves: 8 categories, 40 products, in French (the menu's language) and English. */

export interface DemoCategory {
  readonly key: string
  readonly fr: string
  readonly en: string
  readonly station: string
  readonly course?: number
  readonly color: string
}

export const demoCategories: ReadonlyArray<DemoCategory> = [
  { key: "starters", fr: "Entrées", en: "Starters", station: "cold", course: 1, color: "#7cb342" },
  { key: "salads", fr: "Salades", en: "Salads", station: "cold", course: 1, color: "#43a047" },
  {
    key: "grill",
    fr: "Grillades",
    en: "From the grill",
    station: "grill",
    course: 2,
    color: "#c62828",
  },
  { key: "fish", fr: "Poissons", en: "Fish", station: "grill", course: 2, color: "#0277bd" },
  {
    key: "sides",
    fr: "Friture et garnitures",
    en: "Fried and sides",
    station: "fry",
    course: 2,
    color: "#f9a825",
  },
  { key: "desserts", fr: "Desserts", en: "Desserts", station: "cold", course: 3, color: "#8e24aa" },
  { key: "soft", fr: "Boissons fraîches", en: "Soft drinks", station: "bar", color: "#00838f" },
  { key: "bar", fr: "Vins et bar", en: "Wine and bar", station: "bar", color: "#6d4c41" },
]

/** One product in a row: lists are words with a space between. */
type DemoProduct = readonly [
  key: string,
  category: string,
  fr: string,
  en: string,
  kitchenName: string,
  cents: number,
  targetSeconds: number,
  modifierGroups: string,
  allergens: string,
  /** Where its category is not cooked. */
  station?: string,
]

// biome-ignore format: a menu reads as a table, one dish a line
export const demoProducts: ReadonlyArray<DemoProduct> = [
  ["onion-soup", "starters", "Soupe à l'oignon gratinée", "French onion soup", "SOUPE OIGNON", 890, 480, "without allergy", "gluten milk"],
  ["egg-mayo", "starters", "Œufs mimosa", "Devilled eggs", "OEUFS MIMOSA", 650, 180, "allergy", "egg mustard"],
  ["terrine", "starters", "Terrine de campagne", "Country terrine", "TERRINE", 950, 180, "without allergy", "nuts egg"],
  ["tartare-starter", "starters", "Tartare de saumon", "Salmon tartare", "TARTARE SAUMON", 1290, 300, "without allergy", "fish"],
  ["snails", "starters", "Six escargots de Bourgogne", "Six Burgundy snails", "ESCARGOTS X6", 1150, 480, "allergy", "molluscs milk", "grill"],
  ["bone-marrow", "starters", "Os à moelle, fleur de sel", "Roast bone marrow", "OS MOELLE", 1090, 600, "without allergy", "gluten", "grill"],
  ["nicoise", "salads", "Salade niçoise", "Niçoise salad", "NICOISE", 1490, 360, "extra without allergy", "fish egg"],
  ["caesar", "salads", "Salade César", "Caesar salad", "CESAR", 1450, 360, "extra without allergy", "gluten milk egg fish"],
  ["goat", "salads", "Salade de chèvre chaud", "Warm goat cheese salad", "CHEVRE CHAUD", 1390, 420, "extra without allergy", "gluten milk nuts"],
  ["lentils", "salads", "Lentilles du Puy, vinaigrette", "Puy lentil salad", "LENTILLES", 1190, 300, "extra without allergy", "mustard"],
  ["entrecote", "grill", "Entrecôte 300 g", "Rib-eye steak 300 g", "ENTRECOTE 300", 2690, 780, "cooking side sauce without allergy", ""],
  ["bavette", "grill", "Bavette à l'échalote", "Flank steak with shallots", "BAVETTE", 1890, 660, "cooking side sauce without allergy", "milk"],
  ["burger", "grill", "Burger Margaux", "Margaux burger", "BURGER", 1790, 720, "cooking side extra without allergy", "gluten milk egg sesame"],
  ["duck", "grill", "Magret de canard au miel", "Duck breast with honey", "MAGRET", 2290, 840, "cooking side without allergy", "milk"],
  ["chicken", "grill", "Suprême de volaille fermière", "Farm chicken supreme", "SUPREME VOLAILLE", 1890, 840, "side sauce without allergy", "milk"],
  ["rib", "grill", "Côte de bœuf pour deux, 1 kg", "Beef rib for two, 1 kg", "COTE BOEUF X2", 6800, 1500, "cooking side sauce allergy", ""],
  ["sole", "fish", "Sole meunière", "Sole meunière", "SOLE", 2790, 780, "side without allergy", "fish gluten milk"],
  ["cod", "fish", "Dos de cabillaud rôti", "Roast cod", "CABILLAUD", 2190, 720, "side without allergy", "fish milk"],
  ["tuna", "fish", "Thon mi-cuit au sésame", "Seared tuna with sesame", "THON MI-CUIT", 2290, 540, "side without allergy", "fish sesame"],
  ["mussels", "fish", "Moules marinières, frites", "Mussels and fries", "MOULES", 1690, 600, "without allergy", "molluscs milk celery", "fry"],
  ["fries", "sides", "Frites maison", "House fries", "FRITES", 490, 360, "sauce without", ""],
  ["sweet-fries", "sides", "Frites de patate douce", "Sweet potato fries", "FRITES PATATE D.", 590, 360, "sauce without", ""],
  ["fish-chips", "sides", "Fish and chips", "Fish and chips", "FISH CHIPS", 1690, 600, "sauce without allergy", "fish gluten egg"],
  ["camembert", "sides", "Camembert frit, confiture", "Fried camembert with jam", "CAMEMBERT FRIT", 890, 420, "allergy", "gluten milk egg"],
  ["vegetables", "sides", "Légumes du jour", "Vegetables of the day", "LEGUMES", 550, 300, "without allergy", "milk", "grill"],
  ["creme-brulee", "desserts", "Crème brûlée à la vanille", "Vanilla crème brûlée", "CREME BRULEE", 790, 300, "allergy", "milk egg"],
  ["fondant", "desserts", "Fondant au chocolat", "Chocolate fondant", "FONDANT", 850, 720, "allergy", "gluten milk egg"],
  ["tarte-tatin", "desserts", "Tarte Tatin, crème crue", "Tarte Tatin", "TATIN", 850, 420, "without allergy", "gluten milk"],
  ["floating", "desserts", "Île flottante", "Floating island", "ILE FLOTTANTE", 750, 240, "allergy", "milk egg nuts"],
  ["cheese", "desserts", "Assiette de fromages", "Cheese plate", "FROMAGES", 1090, 240, "allergy", "milk nuts"],
  ["still-water", "soft", "Eau plate 75 cl", "Still water 75 cl", "PLATE 75", 490, 60, "glass", ""],
  ["sparkling-water", "soft", "Eau gazeuse 75 cl", "Sparkling water 75 cl", "GAZ 75", 520, 60, "glass", ""],
  ["cola", "soft", "Cola artisanal 33 cl", "Craft cola 33 cl", "COLA", 450, 60, "glass", ""],
  ["lemonade", "soft", "Limonade maison", "House lemonade", "LIMONADE", 480, 120, "glass", ""],
  ["apple-juice", "soft", "Jus de pomme fermier", "Farm apple juice", "JUS POMME", 450, 60, "glass", ""],
  ["red", "bar", "Côtes-du-Rhône, verre", "Côtes-du-Rhône, glass", "RHONE VERRE", 590, 90, "glass", "sulphites"],
  ["white", "bar", "Chablis, verre", "Chablis, glass", "CHABLIS VERRE", 690, 90, "glass", "sulphites"],
  ["rose", "bar", "Bandol rosé, bouteille", "Bandol rosé, bottle", "BANDOL BTL", 3200, 120, "glass", "sulphites"],
  ["spritz", "bar", "Spritz", "Spritz", "SPRITZ", 950, 180, "glass", "sulphites"],
  ["espresso", "bar", "Café expresso", "Espresso", "EXPRESSO", 260, 90, "", ""],
]
