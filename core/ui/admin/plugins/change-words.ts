import type { AskedKind } from "#core/plugins/lifecycle/operation.ts"

type ByKind = Readonly<Record<AskedKind, ReadonlyArray<string>>>

const en = {
  title: (kind: string, name: string) => `${kind} “${name}”?`,
  /** What will happen, as somebody reads it who has never heard of a migration. */
  means: {
    install: [
      "Its tables are prepared and its first entries written. Nobody sees anything of it until it is enabled.",
      "The restaurant goes on working meanwhile.",
    ],
    enable: [
      "Its pages and whatever it adds to other pages appear at once, for everybody whose role allows it.",
      "The restaurant goes on working meanwhile.",
    ],
    disable: [
      "Its pages disappear at once; what is being asked of it right now is finished first.",
      "Nothing is deleted: enabling it again brings everything back as it was.",
    ],
    upgrade: [
      "The data is brought to the new version while the old one goes on serving; then the new one takes over.",
      "If anything fails, the old version simply goes on.",
    ],
    uninstall: [
      "It is taken out of this restaurant. Its data stays unless you choose otherwise.",
      "Other restaurants keep theirs.",
    ],
    release: [
      "It was set aside because it failed again and again. It is started anew.",
      "If it fails again it is set aside again; the rest of the restaurant is not touched.",
    ],
  } satisfies ByKind,
  comeAlong: "These come along because it needs them",
  goAlong: "These go off along with it because they need it",
  goAlongTick: "Yes, disable them too",
  firstEntries: "First entries",
  seed: {
    default: "What it suggests",
    demo: "A whole example",
    none: "Nothing: start empty",
  },
  enableToo: "Enable it right away",
  missed: "What happened while it was off",
  catchUp: "Handle it now",
  catchUpHint: "Nothing is left out; it may take a moment.",
  skip: "Leave it out",
  skipHint: "It begins with what happens from now on.",
  data: "Its data",
  keep: "Keep it",
  keepHint: "Installing it again finds everything as it was.",
  purge: "Delete it after 7 days",
  purgeHint:
    "It is written to a file first. Installed again within 7 days, it finds everything; after that there is no way back.",
  confirm: (slug: string) => `Type “${slug}” to delete its data`,
  confirmHint: "The short name of this restaurant.",
  planning: "Trying it out, without changing anything…",
  steps: (count: number) => `Step by step (${count})`,
  migrations: "Tried out on the real data, then taken back:",
  took: (ms: number) => `${ms} ms`,
  harmless: "locks nothing",
  locks: (tables: string) => `locks ${tables} for a moment`,
  rewrites: (tables: string) => `rewrites ${tables}: may take long when there is much in it`,
  cancel: "Leave it as it is",
  asking: "Asking…",
}

export type ChangeWords = typeof en

const fr: ChangeWords = {
  title: (kind, name) => `${kind} « ${name} » ?`,
  means: {
    install: [
      "Ses tables sont préparées et ses premières entrées écrites. Personne n’en voit rien avant l’activation.",
      "Le restaurant continue de travailler pendant ce temps.",
    ],
    enable: [
      "Ses pages et ce qu’il ajoute à d’autres pages apparaissent tout de suite, pour tous ceux dont le rôle le permet.",
      "Le restaurant continue de travailler pendant ce temps.",
    ],
    disable: [
      "Ses pages disparaissent tout de suite ; ce qu’on lui demande en ce moment est d’abord terminé.",
      "Rien n’est effacé : le réactiver remet tout comme avant.",
    ],
    upgrade: [
      "Les données passent à la nouvelle version pendant que l’ancienne sert encore ; puis la nouvelle prend le relais.",
      "En cas d’échec, l’ancienne version continue simplement.",
    ],
    uninstall: [
      "Il est retiré de ce restaurant. Ses données restent, sauf si vous choisissez autrement.",
      "Les autres restaurants gardent le leur.",
    ],
    release: [
      "Il a été mis à l’écart parce qu’il échouait sans cesse. Il est redémarré.",
      "S’il échoue encore, il est de nouveau mis à l’écart ; le reste du restaurant n’est pas touché.",
    ],
  },
  comeAlong: "Ceux-ci viennent avec lui, car il en a besoin",
  goAlong: "Ceux-ci s’arrêtent avec lui, car ils en ont besoin",
  goAlongTick: "Oui, les désactiver aussi",
  firstEntries: "Premières entrées",
  seed: {
    default: "Ce qu’il propose",
    demo: "Un exemple complet",
    none: "Rien : commencer à vide",
  },
  enableToo: "L’activer tout de suite",
  missed: "Ce qui s’est passé pendant l’arrêt",
  catchUp: "Le traiter maintenant",
  catchUpHint: "Rien n’est oublié ; cela peut prendre un instant.",
  skip: "Le passer",
  skipHint: "Il commence avec ce qui arrive désormais.",
  data: "Ses données",
  keep: "Les garder",
  keepHint: "Une nouvelle installation retrouve tout.",
  purge: "Les effacer après 7 jours",
  purgeHint:
    "Elles sont d’abord écrites dans un fichier. Réinstallé avant 7 jours, il retrouve tout ; après, il n’y a pas de retour.",
  confirm: (slug) => `Saisissez « ${slug} » pour effacer ses données`,
  confirmHint: "Le nom court de ce restaurant.",
  planning: "Essai en cours, sans rien changer…",
  steps: (count) => `Étape par étape (${count})`,
  migrations: "Essayé sur les vraies données, puis annulé :",
  took: (ms) => `${ms} ms`,
  harmless: "ne bloque rien",
  locks: (tables) => `bloque ${tables} un instant`,
  rewrites: (tables) => `réécrit ${tables} : peut durer s’il y a beaucoup de données`,
  cancel: "Laisser tel quel",
  asking: "Demande en cours…",
}

export const changeWords = { en, fr }
