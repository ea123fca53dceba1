interface AuditWords {
  readonly lead: string
  readonly action: string
  readonly actionHint: string
  readonly show: string
  readonly none: string
  readonly by: string
  readonly kinds: Readonly<Record<string, string>>
  readonly target: string
  readonly address: string
  readonly before: string
  readonly after: string
  readonly hash: string
  readonly verify: string
  readonly verifyHint: string
  readonly verifying: string
  readonly intact: (lines: number) => string
  readonly broken: (line: number) => string
  readonly brokenHint: string
}

export const auditWords: { readonly en: AuditWords; readonly fr: AuditWords } = {
  en: {
    lead: "Who did what, and when. Nobody can change or remove a line, not even an owner: each carries a seal over the one before.",
    action: "Kind of deed",
    actionHint: "For example plugin.disabled or user.password_changed",
    show: "Show",
    none: "Nothing of that kind was done.",
    by: "By",
    kinds: { user: "a person", device: "a device", system: "the hub" },
    target: "To",
    address: "From address",
    before: "Before",
    after: "After",
    hash: "Seal",
    verify: "Check the seals",
    verifyHint: "Goes through every line from the first one.",
    verifying: "Checking…",
    intact: (lines) => `All ${lines} lines are as they were written.`,
    broken: (line) => `Line ${line} does not fit the one before it.`,
    brokenHint: "Somebody changed the database itself. Keep a copy of it and have it looked into.",
  },
  fr: {
    lead: "Qui a fait quoi, et quand. Personne ne peut modifier ni retirer une ligne, pas même un propriétaire : chacune porte un sceau sur la précédente.",
    action: "Type d’action",
    actionHint: "Par exemple plugin.disabled ou user.password_changed",
    show: "Afficher",
    none: "Rien de tel n’a été fait.",
    by: "Par",
    kinds: { user: "une personne", device: "un appareil", system: "le serveur" },
    target: "Sur",
    address: "Depuis l’adresse",
    before: "Avant",
    after: "Après",
    hash: "Sceau",
    verify: "Vérifier les sceaux",
    verifyHint: "Parcourt chaque ligne depuis la première.",
    verifying: "Vérification…",
    intact: (lines) => `Les ${lines} lignes sont telles qu’elles ont été écrites.`,
    broken: (line) => `La ligne ${line} ne correspond pas à la précédente.`,
    brokenHint:
      "Quelqu’un a modifié la base de données elle-même. Gardez-en une copie et faites-la examiner.",
  },
}
