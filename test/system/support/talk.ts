import type { Locator, Page } from 'playwright-core'

/** Into the composer of the channel. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('button', { name: 'Send the message' }).click()
}

/** Into the thread that is open. */
export async function reply(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Reply' }).fill(text)
  await page.getByRole('button', { name: 'Send the reply' }).click()
  await page
    .locator('#thread .message')
    .filter({ hasText: text.split('\n')[0] ?? '' })
    .last()
    .waitFor()
}

/** The app's last message in the thread that is open. */
export function lastAnswer(page: Page): Locator {
  return page
    .locator('#thread .message:visible')
    .filter({ has: page.locator('.tag') })
    .last()
}

/** A text file to attach. */
export function file(name: string, text: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) }
}
