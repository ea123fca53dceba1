/** Pixels that a column of the guests' board has for its numbers. */
export interface Room {
  readonly width: number
  readonly height: number
}

/** How the numbers of a column stand: all at once if they can be read then, else page by page. */
export interface Standing {
  /** Height of a number in pixels. */
  readonly size: number
  readonly across: number
  readonly perPage: number
  readonly pages: number
}

/**
 * The largest size at which all numbers have room together, or on as few pages as there have to be. Sizes go in steps,
 * so that not every order that comes or goes makes all the others jump.
 *
 * @param numbers as they are called
 * @param smallest size in pixels that is still read across the room
 * @param news whether a number may say that it is new
 */
export const standingIn = (
  { width, height }: Room,
  numbers: ReadonlyArray<string>,
  smallest: number,
  news: boolean,
): Standing => {
  const longest = Math.max(leastCharacters, ...numbers.map((number) => [...number].length))
  const cell = {
    width: longest * characterWidth + aside,
    height: news ? cellHeight + newHeight : cellHeight,
  }
  // A number wider than its column is a smaller number, never half of one.
  const widest = width / cell.width
  const standing = (size: number): Standing => {
    const across = fitting(width, cell.width * size, gap * size)
    const most = across * fitting(height, cell.height * size, gap * size)
    const pages = Math.max(1, Math.ceil(numbers.length / most))
    // As many on each page: a last one with two numbers looks as if the others were gone.
    return { size, across, perPage: pages === 1 ? most : Math.ceil(numbers.length / pages), pages }
  }
  const tightest = standing(Math.min(smallest, widest))
  for (let size = Math.min(width * largestShare, widest); size > tightest.size; size *= step) {
    const found = standing(size)
    if (found.pages === tightest.pages) return found
  }
  return tightest
}

const fitting = (room: number, each: number, between: number): number =>
  Math.max(1, Math.floor((room + between) / (each + between)))

const largestShare = 0.22
const step = 0.8

// Shares of a number's own size, as `called-numbers.css` draws them.
const characterWidth = 0.63
const aside = 0.2
const gap = 0.25
/** The number and the name under it. */
const cellHeight = 1.74
/** The word that it is new. */
const newHeight = 0.32

/** Numbers grow during a day: the ninth order and the tenth are the same size. */
const leastCharacters = 2
