// What the scripts share: who they are, when they use something, and waiting for an answer.
import { setTimeout as pause } from 'node:timers/promises'

/** Where Tallystream is and who asks. */
export const { TALLYSTREAM_URL: url, TALLYSTREAM_KEY: key, KAFKA: kafka, ORGANIZATION: organization } = process.env

/** When everything is used; one instant, so that everything is in one day. */
export const now = new Date()

/** The day and the month of that instant in UTC, up to before the next. */
export const day = { from: utc(now.getUTCMonth(), now.getUTCDate()), to: utc(now.getUTCMonth(), now.getUTCDate() + 1) }
export const month = { from: utc(now.getUTCMonth(), 1), to: utc(now.getUTCMonth() + 1, 1) }

/** One use, as the data of an event. */
export const use = (feature, team_id, user_id, credits) => ({ feature, team_id, user_id, credits })

/** Asks until the answer fits; after a minute the last answer is the failure. */
export async function until(ask, fits) {
  const deadline = Date.now() + 60_000
  for (;;) {
    const answer = await ask()
    if (fits(answer)) return answer
    if (Date.now() > deadline) throw new Error(`after a minute still ${JSON.stringify(answer)}`)
    await pause(50)
  }
}

function utc(monthIndex, date) {
  return new Date(Date.UTC(now.getUTCFullYear(), monthIndex, date))
}
