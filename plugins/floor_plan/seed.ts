import { Effect } from "effect"
import type { Seed } from "#core/plugins/seed.ts"
import { rooms } from "./rooms.ts"
import { tables } from "./tables.ts"

/** Natural key, name, and the seats of its tables; tables are numbered through all rooms. */
const demoRooms: ReadonlyArray<readonly [string, string, ReadonlyArray<number>]> = [
  ["salle", "Salle", [2, 2, 4, 4, 4, 6, 4, 2, 8]],
  ["terrasse", "Terrasse", [2, 2, 4, 4, 6]],
]

const defaultRooms: typeof demoRooms = [["main", "Restaurant", [4, 4, 4, 4, 4, 4]]]

export const seed: Seed = ({ id }, kind) =>
  Effect.gen(function* () {
    let number = 0
    for (const [sort, [key, name, seats]] of (kind === "demo"
      ? demoRooms
      : defaultRooms
    ).entries()) {
      const roomId = id(`room/${key}`)
      yield* rooms.seed(roomId, { name, sort })
      for (const places of seats) {
        number += 1
        yield* tables.seed(id(`table/${number}`), {
          roomId,
          name: String(number),
          seats: places,
          sort: number,
        })
      }
    }
  })
