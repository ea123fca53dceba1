/**
 * Somebody took this handheld over, and nobody said since that it goes on without a name. It outlives the page: a handheld
 * that was locked still asks whose it is when it is opened again.
 */
export const wasSomebodys = (): boolean => localStorage.getItem(key) !== null

export const rememberSomebodys = (): void => localStorage.setItem(key, "yes")

export const forgetSomebodys = (): void => localStorage.removeItem(key)

const key = "heard.handheld.somebodys"
