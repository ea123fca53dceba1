import { defaultHandheldSettings, type HandheldSettings } from "./handheld-settings.ts"

/**
 * What this handheld was told last. It outlives the page and each change of hands: until the hub says it again nobody is
 * let past a PIN that the restaurant asks for.
 */
export const keptSettings = (): HandheldSettings => {
  const kept = Object.entries(parsed(localStorage.getItem(key)))
  const standard: Readonly<Record<string, unknown>> = { ...defaultHandheldSettings }
  const fitting = kept.filter(([name, value]) => typeof value === typeof standard[name])
  return { ...defaultHandheldSettings, ...Object.fromEntries(fitting) }
}

export const keepSettings = (settings: HandheldSettings): void =>
  localStorage.setItem(key, JSON.stringify(settings))

const key = "heard.handheld.settings"

/** Another release may have written it, or a person. */
const parsed = (text: string | null): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text ?? "{}")
    return typeof value === "object" && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
