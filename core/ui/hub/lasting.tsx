import { useLanguage } from "#core/ui/i18n.ts"
import { lasting } from "#core/ui/span.ts"
import { useNow } from "./use-now.ts"

/** How long something has been so already, as people say it: `(for 4 min)`. */
export const Lasting = ({ since }: { since: string }) => {
  const language = useLanguage()
  const now = useNow(stepMs)
  return <time dateTime={since}>({lasting(now - Date.parse(since), language)})</time>
}

const stepMs = 10_000
