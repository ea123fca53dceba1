import { useEffect, useState } from "react"
import { useLanguage } from "#core/ui/i18n.ts"
import { callApi } from "#core/ui/session/api.ts"

/** A plugin that a restaurant can run, in the reader's language. */
export interface PluginChoice {
  readonly key: string
  readonly name: string
  readonly description: string
  readonly requires: ReadonlyArray<string>
  readonly recommended: boolean
}

export interface PluginChoices {
  readonly choices: ReadonlyArray<PluginChoice> | undefined
  readonly failure: Error | undefined
}

export const usePluginChoices = (): PluginChoices => {
  const language = useLanguage()
  const [choices, setChoices] = useState<ReadonlyArray<PluginChoice>>()
  const [failure, setFailure] = useState<Error>()
  useEffect(() => {
    callApi<{ readonly items: ReadonlyArray<PluginChoice> }>("/setup/plugins?size=200", {
      headers: { "accept-language": language },
    }).then(({ items }) => {
      setFailure(undefined)
      setChoices(items)
    }, setFailure)
  }, [language])
  return { choices, failure }
}

/** Who among the chosen needs this plugin, directly or through another; empty when nobody does. */
export const whoNeeds = (
  key: string,
  chosen: ReadonlySet<string>,
  choices: ReadonlyArray<PluginChoice>,
): ReadonlyArray<PluginChoice> =>
  choices.filter((one) => one.key !== key && chosen.has(one.key) && needs(one, key, choices))

const needs = (
  one: PluginChoice,
  key: string,
  choices: ReadonlyArray<PluginChoice>,
  seen: ReadonlySet<string> = new Set(),
): boolean =>
  one.requires.some((required) => {
    if (required === key) return true
    const next = choices.find((choice) => choice.key === required)
    return (
      next !== undefined &&
      !seen.has(required) &&
      needs(next, key, choices, new Set([...seen, required]))
    )
  })
