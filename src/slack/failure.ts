import { randomBytes } from 'node:crypto'

/** What a person quotes to whoever runs the app, and what stands beside it in the log. */
export function newIncident(): string {
  return randomBytes(4).toString('hex')
}

export function sayIncident(incident: string): string {
  return `Something went wrong on this side, and there is no answer. Please try it again; if it happens again, tell whoever runs this app the incident id ${incident}. Your text was not kept.`
}
