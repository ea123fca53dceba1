import { readFileSync, writeFileSync } from "node:fs"

/**
 * `npm run lock`, after every change of a dependency: gives every optional dependency of a locked package an entry of its own.
 *
 * npm writes entries only for those it could look up where it ran, and then `npm ci` refuses the lockfile on the next
 * machine ("Missing … from lock file"). The entries name version and platform, so that npm passes over what is not for
 * this machine; a machine of that platform finds the package itself.
 */
interface Entry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: ReadonlyArray<string>
  cpu?: ReadonlyArray<string>
  libc?: ReadonlyArray<string>
  optionalDependencies?: Readonly<Record<string, string>>
}

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"]
const processors = ["arm64", "arm", "armv7", "ia32", "x64", "ppc64", "riscv64", "s390x"]

const platformOf = (name: string): Pick<Entry, "os" | "cpu" | "libc"> => {
  const parts = (name.split("/").at(-1) ?? name).split("-")
  const os = systems.filter((system) => parts.includes(system))
  const cpu = processors.filter((processor) => parts.includes(processor))
  const libc = parts.some((part) => part.startsWith("musl")) ? ["musl"] : []
  return {
    ...(os.length > 0 ? { os } : {}),
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(libc.length > 0 ? { libc } : {}),
  }
}

/** The missing entries by their path; those that npm wrote stay as they are. */
export const missingEntries = (
  packages: Readonly<Record<string, Entry>>,
): ReadonlyMap<string, Entry> => {
  const missing = new Map<string, Entry>()
  for (const [path, parent] of Object.entries(packages)) {
    if (path === "") continue
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const entry = `node_modules/${name}`
      const nested = `${path}/node_modules/${name}`
      // A range cannot be pinned without asking a registry, and none of those is missing.
      if (packages[entry] !== undefined || packages[nested] !== undefined || !/^\d/.test(version))
        continue
      const { os, cpu, libc } = platformOf(name)
      if (os === undefined) continue
      missing.set(entry, {
        version,
        ...(cpu === undefined ? {} : { cpu }),
        ...(parent.dev === true ? { dev: true } : {}),
        ...(libc === undefined ? {} : { libc }),
        optional: true,
        os,
      })
    }
  }
  return missing
}

if (import.meta.main) {
  const file = "package-lock.json"
  const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, Entry> }
  const missing = missingEntries(lock.packages)
  const all = [...Object.entries(lock.packages), ...missing].sort(([a], [b]) => (a < b ? -1 : 1))
  lock.packages = Object.fromEntries(all)
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  process.stdout.write(`${missing.size} entries added\n`)
}
