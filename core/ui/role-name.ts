import type { Language } from "./i18n.ts"

/**
 * What a role is called: those that every restaurant begins with in the reader's language, unless the restaurant gave them
 * a name of its own.
 */
export const roleName = (
  { key, name }: { readonly key: string; readonly name?: string },
  language: Language,
): string => {
  const seeded = Object.hasOwn(names.en, key) ? names.en[key] : undefined
  if (seeded === undefined) return name ?? key
  return name === undefined || name === seeded ? (names[language][key] ?? seeded) : name
}

/** English as the hub writes them down for a new restaurant (`core/security/default-roles.ts`). */
const names: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    owner: "Owner",
    manager: "Manager",
    chef: "Chef",
    cook: "Cook",
    waiter: "Waiter",
    viewer: "Viewer",
  },
  fr: {
    owner: "Propriétaire",
    manager: "Responsable",
    chef: "Chef de cuisine",
    cook: "Cuisinier",
    waiter: "Serveur",
    viewer: "Observateur",
  },
}
