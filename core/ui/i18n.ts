import { useSyncExternalStore } from "react"

export const languages = ["en", "fr"] as const
export type Language = (typeof languages)[number]

/** What each language calls itself. */
export const ownNames: Readonly<Record<Language, string>> = { en: "English", fr: "Français" }

/** The same words in every language; a sentence with a blank in it is a function. */
export type Dictionary<W> = Readonly<Record<Language, W>>

/** This device's language: chosen here, else the browser's, else English. */
export const useLanguage = (): Language => useSyncExternalStore(subscribe, () => current)

/** @example const words = useWords({ en: { bump: "Bump" }, fr: { bump: "Envoyer" } }) */
export const useWords = <W>(dictionary: Dictionary<W>): W => dictionary[useLanguage()]

export const chooseLanguage = (language: Language): void => {
  current = language
  localStorage.setItem(key, language)
  document.documentElement.lang = language
  for (const listener of listeners) listener()
}

/** A name as this device's language has it, else the menu's own. */
export const nameIn = (
  language: Language,
  named: { readonly name: string; readonly names?: Readonly<Record<string, string>> },
): string => named.names?.[language] ?? named.name

/** What cooks call it, one text for all of them whatever their screens speak; else as anybody reads it. */
export const kitchenNameIn: typeof nameIn = (language, named) =>
  named.names?.["kitchen"] ?? nameIn(language, named)

const key = "heard.language"
const listeners = new Set<() => void>()

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const isLanguage = (tag: string | null): tag is Language => languages.includes(tag as Language)

const initial = (): Language => {
  const chosen = localStorage.getItem(key)
  if (isLanguage(chosen)) return chosen
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2))
  return spoken.find(isLanguage) ?? "en"
}

let current: Language = initial()
document.documentElement.lang = current
