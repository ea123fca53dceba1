import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { Chip, type Tone } from "#core/ui/design/chip.tsx"
import type { IconName } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { pluginWords } from "./plugin-words.ts"

/** One word for how a plugin stands; what is wrong comes before what is. */
export const PluginState = ({ plugin }: { plugin: PluginOverview }) => {
  const words = useWords(pluginWords)
  if (plugin.problems.length > 0)
    return (
      <Chip tone="late" icon="alert">
        {words.broken}
      </Chip>
    )
  if (plugin.health === "failing")
    return (
      <Chip tone="late" icon="alert">
        {words.health.failing}
      </Chip>
    )
  const [tone, icon] = looks[plugin.actual]
  return (
    <Chip tone={tone} icon={icon}>
      {words.state[plugin.actual]}
    </Chip>
  )
}

const looks: Readonly<Record<PluginOverview["actual"], readonly [Tone, IconName]>> = {
  absent: ["plain", "circle"],
  installed: ["plain", "pause"],
  enabled: ["ok", "check"],
  quarantined: ["late", "alert"],
}
