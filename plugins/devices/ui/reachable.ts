import { useSystemInfo } from "#core/ui/start/system-info.ts"

/**
 * An address of this hub as other machines reach it: whoever sits at the hub itself calls it by a name that means another
 * machine everywhere else.
 */
export const useReachable = (): ((address: string) => string) => {
  const info = useSystemInfo()
  const [best] = info === undefined || info instanceof Error ? [] : (info.addresses ?? [])
  const here = /^(?:localhost|127\.|\[::1\])/.test(location.hostname)
  return (address) =>
    here && best !== undefined ? address.replace(location.origin, best) : address
}
