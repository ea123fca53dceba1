import qrcode from "qrcode"
import { useMemo } from "react"

/** Always dark on white, also in the dark theme: many cameras cannot read an inverted code. */
export const QrCode = ({ text, label }: { text: string; label: string }) => {
  const { size, path } = useMemo(() => draw(text), [text])
  return (
    <svg
      className="qr-code"
      role="img"
      aria-label={label}
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      shapeRendering="crispEdges"
    >
      <rect x="-4" y="-4" width={size + 8} height={size + 8} fill="#fff" rx="2" />
      <path d={path} fill="#000" />
    </svg>
  )
}

const draw = (text: string): { size: number; path: string } => {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: "M" })
  const dots = Array.from(modules.data, (dark, at) =>
    dark ? `M${at % modules.size} ${Math.floor(at / modules.size)}h1v1h-1z` : "",
  )
  return { size: modules.size, path: dots.join("") }
}
