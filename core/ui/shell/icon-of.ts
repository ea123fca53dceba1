import type { IconName } from "#core/ui/design/icon.tsx"

/** Names that manifests use, told from the shapes that there are. */
export const iconOf = (name: string | undefined): IconName => icons[name ?? ""] ?? "list"

const icons: Readonly<Record<string, IconName>> = {
  book: "book",
  building: "house",
  clock: "clock",
  flame: "flame",
  gauge: "gauge",
  gear: "gear",
  house: "house",
  key: "key",
  lock: "lock",
  notepad: "list",
  people: "people",
  phone: "phone",
  plug: "plug",
  printer: "printer",
  screen: "screen",
  settings: "gear",
  shield: "shield",
  store: "house",
  table: "table",
  tv: "screen",
  users: "people",
  waves: "waves",
}
