import { setTimeout as wait } from "node:timers/promises"
import type { Chance } from "#devices/simulators/service-random.ts"
import type { House } from "./house.ts"

export type Victim = "hub" | "PostgreSQL" | "hub and PostgreSQL" | "printers"

/** What was killed and how long it took until the hub was ready again, in milliseconds. */
export interface Kill {
  readonly victim: Victim
  readonly backMs: number
}

/** Pause between two kills, in milliseconds, counted from when the hub is ready again. */
const pauseMs = [300, 3_500] as const

/** One kill at a random moment, sometimes a second one while everything starts again. */
export const killOnce = async (house: House, chance: Chance): Promise<Kill> => {
  await wait(chance.between(...pauseMs))
  const victim = chooseVictim(chance)
  const at = performance.now()
  strike(house, victim)
  if (chance.happens(0.15)) {
    await wait(chance.between(20, 1_200))
    strike(house, chooseVictim(chance))
  }
  await house.hub.ready()
  return { victim, backMs: performance.now() - at }
}

const chooseVictim = (chance: Chance): Victim => {
  const draw = chance.draw()
  if (draw < 0.45) return "hub"
  if (draw < 0.7) return "PostgreSQL"
  return draw < 0.8 ? "hub and PostgreSQL" : "printers"
}

const strike = ({ hub, printerRoom }: House, victim: Victim): void => {
  if (victim === "hub" || victim === "hub and PostgreSQL") hub.kill()
  if (victim === "PostgreSQL" || victim === "hub and PostgreSQL") hub.killPostgres()
  if (victim === "printers") printerRoom.kill()
}
