import { describe, expect, it } from "vitest"
import {
  questionBody,
  questionProblems,
  type StoredQuestion,
  surcharge,
} from "#plugins/catalog_product/ui/question-draft.ts"

const form = (fields: Readonly<Record<string, string>>): FormData => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}
const side: StoredQuestion = {
  id: "side",
  name: "Accompagnement",
  names: { en: "Side", de: "Beilage" },
  min: 1,
  max: 1,
  options: [
    { id: "fries", name: "Frites", names: { de: "Pommes" }, kind: "add", price: 0 },
    { id: "salad", name: "Salade", kind: "add", price: 150 },
  ],
  rev: 2,
}
const words = { minOverMax: "over max", minOverOptions: "over options", priceWrong: "no price" }

describe("what an answer adds to the price", () => {
  it.each([
    ["", 0],
    ["1,5", 150],
    [" 2.00 ", 200],
    ["-1.50", -150],
    ["− 1", -100],
    ["-", undefined],
    ["1.505", undefined],
    ["free", undefined],
  ])("[MENUPAGE-3] reads %j", (text, minor) => {
    expect(surcharge(text, "EUR")).toBe(minor)
  })
})

describe("the form of a question", () => {
  it("[MENUPAGE-3] keeps the id of each answer, its languages and the order", () => {
    const fields = form({
      name: "Accompagnement",
      "names.en": "Side dish",
      min: "1",
      max: "2",
      "fries.name": "Frites maison",
      "fries.names.en": "Fries",
      "fries.kind": "add",
      "fries.price": "",
      "new.name": " Sans ",
      "new.kind": "remove",
      "new.price": "-1",
    })
    expect(questionBody(fields, ["new", "fries"], ["en", "fr"], "EUR", side)).toEqual({
      name: "Accompagnement",
      names: { de: "Beilage", en: "Side dish" },
      min: 1,
      max: 2,
      options: [
        { id: "new", name: "Sans", kind: "remove", price: -100 },
        {
          id: "fries",
          name: "Frites maison",
          names: { de: "Pommes", en: "Fries" },
          kind: "add",
          price: 0,
        },
      ],
    })
  })

  it("[MENUPAGE-3] says what nobody could answer and what is no amount", () => {
    const found = (fields: Readonly<Record<string, string>>) =>
      questionProblems(form({ min: "0", max: "1", ...fields }), ["a", "b"], "EUR", words)
    expect(found({})).toEqual({})
    expect(found({ min: "2" })).toEqual({ min: "over max" })
    expect(found({ min: "3", max: "3" })).toEqual({ min: "over options" })
    expect(found({ "b.price": "cheap" })).toEqual({ "b.price": "no price" })
  })
})
