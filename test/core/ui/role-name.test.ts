import { describe, expect, it } from "vitest"
import { rolesOfNewRestaurant } from "#core/security/default-roles.ts"
import { roleName } from "#core/ui/role-name.ts"

describe("the name of a role", () => {
  it("[OFFICE-25] is in the reader's language for every role that a restaurant begins with", () => {
    for (const role of rolesOfNewRestaurant()) {
      expect(roleName(role, "en")).toBe(role.name)
      expect(roleName(role, "fr")).not.toBe(role.name)
    }
    expect(roleName({ key: "waiter" }, "fr")).toBe("Serveur")
  })

  it("[OFFICE-25] is the restaurant's own once somebody gave it one", () => {
    expect(roleName({ key: "waiter", name: "Runner" }, "fr")).toBe("Runner")
    expect(roleName({ key: "night", name: "Night porter" }, "fr")).toBe("Night porter")
    expect(roleName({ key: "night" }, "fr")).toBe("night")
  })
})
