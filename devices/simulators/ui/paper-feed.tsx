import { useEffect, useState } from "react"
import type { PaperPicture, PrinterPicture } from "#devices/simulators/printers-picture.ts"
import { usePrinterWords } from "./printer-words.ts"
import "./paper-feed.css"

/** The paper above a printer's mouth: it rises as it is printed, older pieces lie above. */
export const PaperFeed = ({
  printer,
  paperUrl,
}: {
  printer: PrinterPicture
  paperUrl: (id: string, n: number, bytes: number) => string
}) => {
  const words = usePrinterWords()
  if (printer.papers.length === 0) return <p className="feed feed--empty">{words.noPaperYet}</p>
  return (
    <section
      className="feed"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={words.papersOf(printer.name)}
    >
      {printer.papers.map((paper) => (
        <Sheet
          key={paper.n}
          paper={paper}
          columns={printer.columns}
          url={paperUrl(printer.id, paper.n, paper.bytes)}
        />
      ))}
    </section>
  )
}

const Sheet = ({ paper, columns, url }: { paper: PaperPicture; columns: number; url: string }) => {
  const words = usePrinterWords()
  const picture = useLoadedPicture(url)
  const time = new Date(paper.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
  return (
    <figure
      className={`sheet${paper.torn ? " sheet--torn" : ""}${paper.complete || paper.torn ? "" : " sheet--coming"}`}
      style={{
        width: `${(columns / 48) * 100}%`,
        ...(picture && { aspectRatio: `${picture.width} / ${picture.height}` }),
      }}
    >
      {picture && (
        <img
          src={picture.url}
          width={picture.width}
          height={picture.height}
          alt={words.paperOf(time)}
        />
      )}
      {paper.torn && <figcaption className="sheet__note">{words.torn}</figcaption>}
    </figure>
  )
}

interface LoadedPicture {
  readonly url: string
  readonly width: number
  readonly height: number
}

/** Shows the picture before until the next one is here, so that growing paper does not flicker. */
const useLoadedPicture = (url: string): LoadedPicture | undefined => {
  const [loaded, setLoaded] = useState<LoadedPicture>()
  useEffect(() => {
    const image = new Image()
    image.onload = () => setLoaded({ url, width: image.naturalWidth, height: image.naturalHeight })
    image.src = url
    return () => {
      image.onload = null
    }
  }, [url])
  return loaded
}
