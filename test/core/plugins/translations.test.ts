import { describe, expect, it } from "vitest"
import type { Manifest } from "#core/plugins/manifest/manifest.ts"
import { labelsOf, words } from "#core/plugins/translations.ts"

const translations = {
  en: { name: "Kitchen display", hello: "Hello" },
  fr: { name: "Écran de cuisine", "permission.kds.read": "Voir les postes", "nav./kds": "Cuisine" },
  "fr-CA": { hello: "Allô" },
}

const manifest: Manifest = {
  key: "kds",
  name: "KDS",
  version: "1.0.0",
  description: "Screens",
  compat: { host: "^1.0.0" },
  permissions: { "kds.read": "See stations", "kds.write": "Change stations" },
  ui: {
    pages: [
      {
        path: "/kds",
        component: "KdsPage",
        permission: "kds.read",
        nav: { label: "Kitchen", icon: "flame" },
      },
      { path: "/kds/help", component: "HelpPage", permission: "kds.read" },
    ],
  },
}

describe("a plugin's words", () => {
  it("[WORDS-1] are those of the person's language, of it without its region, English, or the key", () => {
    const word = words(translations)
    expect(word("hello", "fr-CA")).toBe("Allô")
    expect(word("name", "fr-CA")).toBe("Écran de cuisine")
    expect(word("hello", "fr")).toBe("Hello")
    expect(word("name", "de")).toBe("Kitchen display")
    expect(word("bye", "fr")).toBe("bye")
    expect(words(undefined)("name", "fr")).toBe("name")
  })

  it("[WORDS-1] are never what a language or a key happens to be called in the program", () => {
    expect(words(translations)("toString", "constructor")).toBe("toString")
    expect(words({ en: {} })("constructor", "__proto__")).toBe("constructor")
  })

  it("[WORDS-2] name the plugin, its permissions and its pages, else its manifest does", () => {
    const labels = labelsOf(manifest, translations)
    expect(labels.name("fr")).toBe("Écran de cuisine")
    expect(labels.description("fr")).toBe("Screens")
    expect(labels.permission("kds.read", "fr")).toBe("Voir les postes")
    expect(labels.permission("kds.write", "fr")).toBe("Change stations")
    expect(labels.permission("kds.gone", "fr")).toBe("kds.gone")
    expect(labels.nav("/kds", "fr")).toBe("Cuisine")
    expect(labels.nav("/kds", "en")).toBe("Kitchen")
    expect(labels.nav("/kds/help", "fr")).toBeUndefined()
    expect(labelsOf(manifest, undefined).name("fr")).toBe("KDS")
  })
})
