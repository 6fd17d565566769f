/** The least that Bolt can do: a slash command that is acknowledged and echoed. What the program is measured against. */
import bolt from '@slack/bolt'

const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret, PORT } = process.env
const app = new bolt.App({ token, signingSecret })
app.command('/ipsec-diagnose', async ({ ack, command, respond }) => {
  await ack()
  await respond({ response_type: 'ephemeral', text: command.text.slice(0, 3_000) })
})
await app.start({ port: Number(PORT), host: '127.0.0.1' })
console.log('Listening for Slack')
