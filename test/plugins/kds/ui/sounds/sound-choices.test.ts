import { describe, expect, it } from "vitest"
import {
  firstSoundChoices,
  readSoundChoices,
  soundOf,
  withChoice,
} from "#plugins/kds/ui/sounds/sound-choices.ts"

describe("how a screen sounds", () => {
  it("[SOUND-3] is the event's own figure until somebody chooses another, or none", () => {
    const choices = withChoice(
      withChoice(firstSoundChoices, "newTicket", { sound: "ready" }),
      "late",
      { sound: "none" },
    )
    expect(soundOf(choices, "newTicket", false).sound).toBe("ready")
    expect(soundOf(choices, "late", false).sound).toBeUndefined()
    expect(soundOf(choices, "void", false).sound).toBe("void")
  })

  it("[SOUND-4] repeats as the restaurant chose, an alarm always, unless this screen says otherwise", () => {
    expect(soundOf(firstSoundChoices, "newTicket", true).repeat).toBe(true)
    expect(soundOf(firstSoundChoices, "newTicket", false).repeat).toBe(false)
    expect(soundOf(firstSoundChoices, "alarm", false).repeat).toBe(true)
    const chosen = withChoice(firstSoundChoices, "alarm", { repeat: false })
    expect(soundOf(chosen, "alarm", true).repeat).toBe(false)
  })

  it("[SOUND-3] is as it came when the browser kept something that cannot be read", () => {
    expect(readSoundChoices("{")).toEqual(firstSoundChoices)
    const strange = {
      volume: 900,
      events: { late: { sound: "harp", repeat: 3 }, void: { sound: "none" } },
    }
    expect(readSoundChoices(JSON.stringify(strange))).toEqual({
      ...firstSoundChoices,
      events: { void: { sound: "none" } },
    })
  })
})
