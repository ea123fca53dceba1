/** The hub's own permissions, as a person reads them who hands them out. */
const labels: Readonly<Record<string, { readonly en: string; readonly fr: string }>> = {
  "core.plugins.read": {
    en: "See the plugins and what becomes of a change",
    fr: "Voir les modules et l'avancement d'un changement",
  },
  "core.plugins.manage": {
    en: "Install, enable, disable, upgrade and configure plugins",
    fr: "Installer, activer, désactiver, mettre à jour et configurer les modules",
  },
  "core.events.read": {
    en: "See the events and who handles them",
    fr: "Voir les événements et qui les traite",
  },
  "core.events.replay": {
    en: "Retry, discard, pause and replay events",
    fr: "Relancer, écarter, suspendre et rejouer des événements",
  },
  "core.audit.read": {
    en: "See who did what, and prove it",
    fr: "Voir qui a fait quoi, et le prouver",
  },
  "core.settings.read": {
    en: "See the restaurant's settings",
    fr: "Voir les réglages du restaurant",
  },
  "core.settings.manage": {
    en: "Change the restaurant's settings",
    fr: "Changer les réglages du restaurant",
  },
}

export const corePermissionCodes: ReadonlyArray<string> = Object.keys(labels)

/** @param language a tag such as `fr-CA`; what is not French is English */
export const corePermissionLabel = (code: string, language: string): string =>
  labels[code]?.[language.split("-", 1)[0] === "fr" ? "fr" : "en"] ?? code
