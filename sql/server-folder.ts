import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import {
  chmod,
  chown,
  lstat,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { DatabaseUnusable } from "./database-address.ts"
import { mayEnter, mayReach, type ServerAccount, serverAccount } from "./server-account.ts"
import { type ServerBinaries, serverBinaries, sharedPlace } from "./server-binaries.ts"

/** A data folder that a server can be started on. */
export interface ServerFolder {
  /** Real path of PostgreSQL's own folder. */
  readonly path: string
  readonly account: ServerAccount | undefined
  readonly binaries: ServerBinaries
  /** Of {@link superuser}. */
  readonly password: string
}

export const superuser = "heard_admin"

/** Finds or makes `{dataDir}/postgres`. The first time takes about a second and a half. */
export const serverFolder = async (dataDir: string): Promise<ServerFolder> => {
  await mkdir(dataDir, { recursive: true })
  const wanted = join(await realpath(dataDir), "postgres")
  const account = await serverAccount(wanted)
  const binaries = await serverBinaries(account)
  const password = await secret(join(dataDir, "postgres-password"))
  const made = await realpath(wanted).catch(() => undefined)
  const path = made ?? (await place(wanted, account))
  if (made === undefined) await initialise({ path, account, binaries, password })
  return { path, account, binaries, password }
}

const secret = async (file: string): Promise<string> => {
  const known = await readFile(file, "utf8").catch(() => "")
  if (known !== "") return known.trim()
  const made = randomBytes(32).toString("base64url")
  await writeFile(file, `${made}\n`, { mode: 0o600 })
  return made
}

/**
 * The folder as it is wanted, if the server's account can reach it. Our own data folder is opened for passing through;
 * folders above it are not ours to open, so then the data lies in a shared place and `postgres` is a link to it.
 */
const place = async (wanted: string, account: ServerAccount | undefined): Promise<string> => {
  if (account === undefined) return wanted
  const dataDir = dirname(wanted)
  if (await mayReach(account, dataDir)) {
    if (!(await mayEnter(account, dataDir)))
      await chmod(dataDir, ((await stat(dataDir)).mode & 0o777) | 0o011)
    return wanted
  }
  const path = join(sharedPlace, randomBytes(8).toString("hex"), "postgres")
  await mkdir(dirname(path), { recursive: true, mode: 0o755 })
  // A link that leads nowhere any more (its target was deleted) stands in the way of a new one.
  if ((await lstat(wanted).catch(() => undefined)) !== undefined) await rm(wanted)
  await symlink(path, wanted)
  return path
}

const initialise = async (folder: ServerFolder): Promise<void> => {
  // Made beside and renamed, so that a start that was killed half-way leaves nothing that looks finished.
  const half = `${folder.path}.new`
  const passwordFile = `${folder.path}.password`
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { mode: 0o700 })
  await writeFile(passwordFile, folder.password, { mode: 0o600 })
  if (folder.account !== undefined)
    for (const path of [half, passwordFile])
      await chown(path, folder.account.uid, folder.account.gid)
  try {
    await promisify(execFile)(
      folder.binaries.initdb,
      [
        `--pgdata=${half}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
      ],
      { ...folder.account, cwd: "/", env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } },
    )
  } catch (cause) {
    const said = String((cause as { stderr?: string }).stderr ?? cause).trim()
    throw new DatabaseUnusable({ detail: `PostgreSQL cannot make ${folder.path}: ${said}` })
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(half, folder.path)
}
