import { Effect } from "effect"
import type { StationKey } from "#core/kitchen/ids.ts"
import type { Seed } from "#core/plugins/seed.ts"
import { screens } from "./screens.ts"
import { stations } from "./stations.ts"

interface SeedStation {
  readonly key: string
  readonly name: string
  /** Absent: `name` is French. */
  readonly fr?: string
  readonly en: string
  readonly targetSeconds: number
  readonly expo?: boolean
}

const demoStations: ReadonlyArray<SeedStation> = [
  { key: "grill", name: "Grill", en: "Grill", targetSeconds: 720 },
  { key: "cold", name: "Froid", en: "Cold", targetSeconds: 360 },
  { key: "fry", name: "Friture", en: "Fry", targetSeconds: 480 },
  { key: "bar", name: "Bar", en: "Bar", targetSeconds: 180 },
  { key: "pass", name: "Passe", en: "Pass", targetSeconds: 120, expo: true },
]

const defaultStations: ReadonlyArray<SeedStation> = [
  { key: "kitchen", name: "Kitchen", fr: "Cuisine", en: "Kitchen", targetSeconds: 600 },
]

/** Stations and one screen each; the first station takes whatever nobody routes. */
export const seed: Seed = ({ id }, kind) =>
  Effect.forEach(
    kind === "demo" ? demoStations : defaultStations,
    ({ key, name, fr = name, en, targetSeconds, expo = false }, sort) =>
      Effect.andThen(
        stations.seed(id(`station/${key}`), {
          key: key as StationKey,
          name,
          names: { fr, en },
          sort,
          kind: expo ? "expo" : "prep",
          catchAll: sort === 0,
          targetSeconds,
        }),
        screens.seed(id(`screen/${key}`), {
          name: en,
          kind: expo ? "expo" : "station",
          stations: expo ? [] : [key as StationKey],
          slots: expo ? 12 : 8,
        }),
      ),
    { discard: true },
  )
