import { expect, it } from "vitest"
import { contacts } from "#plugins/kds/ui/keys/bounce.ts"

it("[BAR-4] a contact that trembles within 50 ms of its press or its release is one press", () => {
  const bar = contacts()
  expect(bar.press("KeyA", 1000)).toBe(true)
  expect(bar.press("KeyA", 1012)).toBe(false)
  bar.release("KeyA", 1100)
  expect(bar.press("KeyA", 1130)).toBe(false)
  bar.release("KeyA", 1140)
  expect(bar.press("KeyA", 1190)).toBe(true)
})

it("[BAR-4] two keys at the same moment are two presses", () => {
  const bar = contacts()
  expect([bar.press("KeyA", 1000), bar.press("KeyB", 1001)]).toEqual([true, true])
})
