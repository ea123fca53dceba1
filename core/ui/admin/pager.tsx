import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { ListPage } from "./tenant-path.ts"

/** Steps through a list whose newest line comes first. Nothing for a list that fits on one page. */
export const Pager = ({
  list,
  onPage,
}: {
  list: ListPage<unknown>
  onPage: (page: number) => void
}) => {
  const words = useWords(dictionary)
  const { page, size, total, items } = list
  if (total <= size && page === 1) return null
  const first = (page - 1) * size + 1
  return (
    <nav className="row row--apart" aria-label={words.pages}>
      <Button icon="back" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {words.newer}
      </Button>
      <span className="number" role="status">
        {words.range(first, first + items.length - 1, total)}
      </span>
      <Button disabled={page * size >= total} onClick={() => onPage(page + 1)}>
        {words.older}
      </Button>
    </nav>
  )
}

const dictionary = {
  en: {
    pages: "Pages",
    newer: "Newer",
    older: "Older",
    range: (from: number, to: number, of: number) => `${from} to ${to} of ${of}`,
  },
  fr: {
    pages: "Pages",
    newer: "Plus récents",
    older: "Plus anciens",
    range: (from: number, to: number, of: number) => `${from} à ${to} sur ${of}`,
  },
}
