/** `USER:ID`, so that all of a person's answers can be found and forgotten. */
export type AnswerKey = string

/** Where an answer can be found again in a thread: the `block_id`s of its blocks begin so. */
export const ANSWER_MARK = 'diagnosis-'
/** What the file is called that an answer becomes when Slack takes it in no other form. */
export const ANSWER_FILE = 'ipsec-diagnose'

export function markOf(key: AnswerKey): string {
  return `${ANSWER_MARK}${key}`
}
