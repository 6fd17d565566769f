import type { ReactNode } from 'react'

/** The app's picture: a tunnel through a hill, with the way lit. */
export function AppAvatar(): ReactNode {
  return (
    <svg xmlns="http://www.w3.org/2000/svg" className="avatar" viewBox="0 0 36 36" aria-hidden="true">
      <rect width="36" height="36" rx="6" fill="#1264a3" />
      <path d="M5 29V20a13 13 0 0 1 26 0v9z" fill="#0b3d66" />
      <path d="M10 29v-8a8 8 0 0 1 16 0v8z" fill="#eaf4fb" />
      <path d="M16.5 29 17.4 15h1.2l.9 14z" fill="#1264a3" />
      <circle cx="29" cy="8" r="3.2" fill="#ecb22e" />
    </svg>
  )
}

/** The picture of the person at the page. */
export function PersonAvatar(): ReactNode {
  return (
    <svg className="avatar" viewBox="0 0 36 36" aria-hidden="true">
      <rect width="36" height="36" rx="6" fill="#2bac76" />
      <circle cx="18" cy="14" r="6" fill="#fff" />
      <path d="M6 33a12 12 0 0 1 24 0z" fill="#fff" />
    </svg>
  )
}

/** The picture beside what Slack itself says. */
export function SlackbotAvatar(): ReactNode {
  return (
    <svg className="avatar" viewBox="0 0 36 36" aria-hidden="true">
      <rect width="36" height="36" rx="6" fill="#611f69" />
      <rect x="8" y="11" width="20" height="14" rx="5" fill="#fff" />
      <circle cx="14" cy="18" r="2" fill="#611f69" />
      <circle cx="22" cy="18" r="2" fill="#611f69" />
    </svg>
  )
}

/** Beside "Only visible to you". */
export function Eye(): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path
        d="M1.5 10S4.6 4.5 10 4.5 18.5 10 18.5 10 15.4 15.5 10 15.5 1.5 10 1.5 10z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
      />
      <circle cx="10" cy="10" r="2.6" fill="currentColor" />
    </svg>
  )
}

/** Marks what folds. */
export function Chevron(): ReactNode {
  return (
    <svg className="icon chevron" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M7 5l6 5-6 5" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  )
}

/** On the composer's send button. */
export function Arrow(): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M2.5 2.8 18 10 2.5 17.2l1.9-6L12 10 4.4 8.8z" fill="currentColor" />
    </svg>
  )
}

/** Marks a file. */
export function Sheet(): ReactNode {
  return (
    <svg className="icon sheet" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4 1.5h8l4 4v13H4z" fill="#fff" stroke="currentColor" strokeWidth="1.4" />
      <path d="M7 9h6M7 12h6M7 15h4" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  )
}
