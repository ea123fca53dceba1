import { useEffect, useState } from "react"
import { Failure } from "#core/ui/design/failure.tsx"
import { useApi } from "#core/ui/session/use-api.ts"

/** What the paper of a job looks like. A picture in a page carries no token, so it is fetched and drawn from memory. */
export const PaperPicture = ({ jobId, label }: { jobId: string; label: string }) => {
  const api = useApi()
  const [picture, setPicture] = useState<string>()
  const [failure, setFailure] = useState<Error>()
  useEffect(() => {
    let over = false
    const look = async () => {
      try {
        const address = await asAddress(
          await api.file(`/plugins/printer/jobs/${jobId}/preview.png`),
        )
        if (!over) setPicture(address)
      } catch (problem) {
        if (!over) setFailure(problem as Error)
      }
    }
    void look()
    return () => {
      over = true
    }
  }, [api, jobId])
  if (failure !== undefined) return <Failure failure={failure} />
  return picture === undefined ? null : <img className="jobs__paper" src={picture} alt={label} />
}

/** As an address that needs nobody to give it back. */
const asAddress = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
