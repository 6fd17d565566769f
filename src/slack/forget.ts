import { forgetAnswers } from './kept-answers.ts'
import type { Services } from './services.ts'
import { tell, type Visit } from './visit.ts'

/** Deletes what is kept of a person, and says so. */
export async function forgetPerson(visit: Visit): Promise<void> {
  const count = await forgetAnswers(visit.user, visit.services)
  const what =
    count === 0
      ? 'Nothing was kept of you'
      : `Deleted: ${count} ${count === 1 ? 'answer' : 'answers'} with the texts behind`
  await tell(
    visit,
    `${what}. Messages and files in Slack stay until they are deleted there; buttons under older answers do nothing any more.`,
  )
}

/** Deletes what is kept of the whole workspace, once the app is gone from it. */
export async function forgetWorkspace(services: Services): Promise<void> {
  const answers = await forgetAnswers(null, services)
  services.log.info({ answers }, 'the app was uninstalled, and what was kept is deleted')
}
