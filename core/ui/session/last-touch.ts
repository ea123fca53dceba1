/** Somebody is at this handheld: taking it over, a finger, a key. */
export const touched = (): void => localStorage.setItem(key, String(Date.now()))

/** Milliseconds since 1970. It outlives the page: a handheld that was put away is not fresh when it is opened again. */
export const lastTouch = (): number => Number(localStorage.getItem(key) ?? 0)

const key = "heard.handheld.touched"
