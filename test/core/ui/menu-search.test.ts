import { describe, expect, it } from "vitest"
import { searchMenu } from "#core/ui/menu-search.ts"
import { bistroSetup } from "#test/browser/support/bistro-setup.ts"

const found = (query: string): ReadonlyArray<string> =>
  searchMenu(bistroSetup.menu.products.values(), query).map(({ name }) => name)

describe("searching the menu", () => {
  it("[WAITER-4] finds a dish without its accents, in either language, by the beginning of any word", () => {
    expect(found("creme bru")).toEqual(["Crème brûlée à la vanille"])
    expect(found("CRÈME BRU")).toEqual(["Crème brûlée à la vanille"])
    expect(found("devilled")).toEqual(["Œufs mimosa"])
    expect(found("oeuf")).toEqual(["Œufs mimosa"])
    expect(found("bœuf deux")).toEqual(["Côte de bœuf pour deux, 1 kg"])
  })

  it("[WAITER-4] finds what is written without spaces by any part of it", () => {
    const [soup] = bistroSetup.menu.products.values()
    const named = (name: string) => ({ ...(soup as NonNullable<typeof soup>), name, names: {} })
    const beef = named("特製黒毛和牛の赤ワイン煮込み")
    const rice = named("ข้าวผัดกุ้ง")
    const all = [beef, rice, named("Bœuf bourguignon")]
    expect(searchMenu(all, "黒毛和牛")).toEqual([beef])
    expect(searchMenu(all, "ワイン 和牛")).toEqual([beef])
    expect(searchMenu(all, "ぎゅう")).toEqual([])
    expect(searchMenu(all, "กุ้ง")).toEqual([rice])
    expect(searchMenu(all, "guignon")).toEqual([])
  })

  it("finds a dish by what the kitchen calls it", () => {
    expect(found("gaz 75")).toEqual(["Eau gazeuse 75 cl"])
  })

  it("puts first what begins with the words", () => {
    expect(found("frites").slice(0, 2)).toEqual(["Frites maison", "Frites de patate douce"])
  })

  it("finds nothing for nothing, and nothing for what is not there", () => {
    expect(found("  ")).toEqual([])
    expect(found("…")).toEqual([])
    expect(found("pizza")).toEqual([])
  })
})
