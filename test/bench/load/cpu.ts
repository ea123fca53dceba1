import { readdirSync, readFileSync } from "node:fs"

/** Clock ticks a second of Linux's `/proc`. */
const ticksPerSecond = 100

const statOf = (pid: number): { readonly parent: number; readonly seconds: number } | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1")
    // The name in parentheses may hold blanks; the numbered fields begin after it.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ")
    return {
      parent: Number(fields[1]),
      seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    }
  } catch {
    return undefined
  }
}

/** CPU seconds (user and system) that a process and all its descendants have used. Linux only. */
export const cpuOfTree = (root: number): number => {
  const stats = new Map<number, { readonly parent: number; readonly seconds: number }>()
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry)
    const stat = Number.isInteger(pid) ? statOf(pid) : undefined
    if (stat !== undefined) stats.set(pid, stat)
  }
  const belongs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (at === root) return true
    return false
  }
  let sum = 0
  for (const [pid, { seconds }] of stats) if (belongs(pid)) sum += seconds
  return sum
}
