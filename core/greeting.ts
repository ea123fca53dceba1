import { networkInterfaces } from "node:os"
import type { Config } from "./config.ts"

/** Addresses that a tablet can reach, best first. */
export const reachable = ({ host, port }: Pick<Config, "host" | "port">): ReadonlyArray<string> => {
  if (host !== "0.0.0.0" && host !== "::") return [`http://${host}:${port}`]
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
  return [...outside.map(({ address }) => `http://${address}:${port}`), `http://localhost:${port}`]
}

/**
 * What a start says to whoever started it. Nothing of it signs anybody in, but for the one address that makes the first
 * restaurant; the token stands behind `#`, which browsers send to nobody.
 *
 * @param setupToken while there is no restaurant
 */
export const greeting = (
  config: Pick<Config, "host" | "port">,
  setupToken: string | undefined,
): string => {
  const addresses = reachable(config)
  return [
    "Heard is listening.",
    "",
    ...addresses.map((address) => `  ${address}`),
    "",
    ...(setupToken === undefined
      ? []
      : [
          "There is no restaurant yet. Open this address to make one; it works once:",
          "",
          `  ${addresses[0]}/setup#token=${encodeURIComponent(setupToken)}`,
          "",
        ]),
  ].join("\n")
}
