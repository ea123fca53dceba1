/** What the guests' board says. */
export const boardWords = {
  en: {
    page: (n: number, of: number) => `${n} / ${of}`,
    board: "The order board",
    preparing: "Preparing",
    ready: "Ready",
    fresh: "New",
    table: (name: string) => `Table ${name}`,
    hint: "Please collect your order when its number is on the right.",
  },
  fr: {
    page: (n: number, of: number) => `${n} / ${of}`,
    board: "Le tableau des commandes",
    preparing: "En préparation",
    ready: "Prêt",
    fresh: "Nouveau",
    table: (name: string) => `Table ${name}`,
    hint: "Retirez votre commande quand son numéro est à droite.",
  },
}
