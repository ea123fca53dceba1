import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { QrCode } from "#core/ui/design/qr-code.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { type Access, addressWithAccess } from "#core/ui/session/access.ts"
import { startWords } from "./start-words.ts"

/** One page of the restaurant: open it here, or scan it with the device that it is for. */
export const Door = ({
  address,
  access,
  path,
  icon,
  title,
  hint,
}: {
  /** Of the hub, as other devices reach it. */
  address: string
  access: Access | undefined
  path: string
  icon: IconName
  title: string
  hint: string
}) => {
  const words = useWords(startWords)
  const link = addressWithAccess(new URL(path, address).href, access)
  return (
    <article className="door">
      <div className="door__text">
        <h2>
          <Icon name={icon} size={24} />
          <span dir="auto">{title}</span>
        </h2>
        <p dir="auto">{hint}</p>
        <a className="button" href={path}>
          {words.open}
        </a>
      </div>
      <QrCode text={link} label={`${words.scan}: ${title}`} />
    </article>
  )
}
