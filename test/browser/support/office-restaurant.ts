const lunchAndDinner = [
  { from: "11:30", to: "14:30" },
  { from: "18:30", to: "00:30" },
]

export const restaurant = {
  slug: "chez-margaux",
  rev: 3,
  name: "Chez Margaux",
  locale: "fr-FR",
  currency: "EUR",
  timezone: "Europe/Paris",
  businessDay: { startsAt: "05:00" },
  numbering: { prefix: "A-", start: 1, reset: "day" },
  openingHours: {
    mon: lunchAndDinner,
    tue: lunchAndDinner,
    wed: lunchAndDinner,
    thu: lunchAndDinner,
    fri: lunchAndDinner,
    sat: [{ from: "18:30", to: "00:30" }],
    sun: [],
  },
  exceptions: [{ date: "2026-12-25", hours: [], note: "Noël" }],
  taxes: [
    { name: "TVA", rate: 1000, included: true },
    { name: "TVA alcool", rate: 2000, included: true },
  ],
}
