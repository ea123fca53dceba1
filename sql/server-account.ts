import { readFile, stat } from "node:fs/promises"
import { dirname } from "node:path"
import { DatabaseUnusable } from "./database-address.ts"

/** The system user that PostgreSQL runs as. */
export interface ServerAccount {
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root, so a hub that does lends it an unprivileged account: the owner of an existing data
 * folder, else `postgres`, else `nobody`.
 *
 * @returns undefined when this process is not root: the server then runs as itself
 */
export const serverAccount = async (dataFolder: string): Promise<ServerAccount | undefined> => {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(dataFolder).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"))
  const entry = ["postgres", "nobody"].flatMap((name) => lines.filter(([user]) => user === name))[0]
  if (entry === undefined)
    throw new DatabaseUnusable({
      detail: "PostgreSQL does not run as root, and there is no user postgres or nobody to run it",
    })
  return { uid: Number(entry[2]), gid: Number(entry[3]) }
}

/** Whether the account may walk down to `path`: every folder above it must let it through. */
export const mayReach = async (account: ServerAccount, path: string): Promise<boolean> => {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(await mayEnter(account, folder))) return false
    if (folder === dirname(folder)) return true
  }
}

export const mayEnter = async (account: ServerAccount, folder: string): Promise<boolean> => {
  const { uid, gid, mode } = await stat(folder)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  return (mode & bit) !== 0
}
