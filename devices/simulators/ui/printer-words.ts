import type { PrinterDriver } from "#core/kitchen/menu.ts"
import { type Dictionary, useWords } from "#core/ui/i18n.ts"

interface PrinterWords {
  readonly title: string
  readonly searching: string
  readonly none: string
  readonly noneHint: string
  readonly silent: string
  readonly live: string
  readonly columns: (columns: number) => string
  /** How its papers come to it. */
  readonly ways: Readonly<Record<PrinterDriver, string>>
  readonly ready: string
  readonly printing: string
  readonly waiting: string
  readonly paperLow: string
  readonly paperOut: string
  readonly coverOpen: string
  readonly noPower: string
  readonly noNetwork: string
  readonly starting: string
  readonly hubAway: string
  readonly slow: string
  readonly endMidTicket: string
  readonly endsMidTicket: string
  readonly torn: string
  readonly noPaperYet: string
  readonly paperOf: (time: string) => string
  readonly faultsOf: (printer: string) => string
  readonly papersOf: (printer: string) => string
}

const dictionary: Dictionary<PrinterWords> = {
  en: {
    title: "Virtual printers",
    searching: "Looking for the printers…",
    none: "No virtual printers here",
    noneHint: "They belong to the demo restaurant: npm run demo",
    silent: "The printers do not answer. What you see may be old.",
    live: "Live",
    columns: (columns) => `${columns} columns`,
    ways: {
      agent: "MQTT, by an agent",
      network: "TCP 9100, dialled by the hub",
      cloudprnt: "Star CloudPRNT, asks over HTTP",
      cloudprntMqtt: "Star CloudPRNT over MQTT",
      epson: "Epson Server Direct Print, asks over HTTP",
    },
    ready: "Ready",
    printing: "Printing",
    waiting: "Stopped in the middle of a ticket",
    paperLow: "Paper low",
    paperOut: "Paper out",
    coverOpen: "Cover open",
    noPower: "No power",
    noNetwork: "No network",
    starting: "Starting, not connected",
    hubAway: "The hub is away",
    slow: "Slow",
    endMidTicket: "Roll ends mid‑ticket",
    endsMidTicket: "Roll ends soon",
    torn: "torn off",
    noPaperYet: "Nothing printed yet",
    paperOf: (time) => `Ticket of ${time}`,
    faultsOf: (printer) => `Faults of ${printer}`,
    papersOf: (printer) => `Paper of ${printer}, newest last`,
  },
  fr: {
    title: "Imprimantes virtuelles",
    searching: "Recherche des imprimantes…",
    none: "Pas d’imprimante virtuelle ici",
    noneHint: "Elles font partie du restaurant de démonstration : npm run demo",
    silent: "Les imprimantes ne répondent pas. L’affichage peut être ancien.",
    live: "En direct",
    columns: (columns) => `${columns} colonnes`,
    ways: {
      agent: "MQTT, par un agent",
      network: "TCP 9100, appelée par le serveur",
      cloudprnt: "Star CloudPRNT, interroge en HTTP",
      cloudprntMqtt: "Star CloudPRNT par MQTT",
      epson: "Epson Server Direct Print, interroge en HTTP",
    },
    ready: "Prête",
    printing: "Impression",
    waiting: "Arrêtée au milieu d’un bon",
    paperLow: "Papier bientôt fini",
    paperOut: "Plus de papier",
    coverOpen: "Capot ouvert",
    noPower: "Hors tension",
    noNetwork: "Hors réseau",
    starting: "Démarrage, pas connectée",
    hubAway: "Le serveur est absent",
    slow: "Lente",
    endMidTicket: "Rouleau finit en plein bon",
    endsMidTicket: "Rouleau presque fini",
    torn: "déchiré",
    noPaperYet: "Rien d’imprimé",
    paperOf: (time) => `Bon de ${time}`,
    faultsOf: (printer) => `Pannes de ${printer}`,
    papersOf: (printer) => `Papier de ${printer}, le plus récent en dernier`,
  },
}

export const usePrinterWords = (): PrinterWords => useWords(dictionary)
