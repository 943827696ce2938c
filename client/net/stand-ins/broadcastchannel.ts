/** Stands in for lib0/broadcastchannel in the pages: tabs do not talk to each other (`disableBc`). */
export function subscribe(): void {}
export function unsubscribe(): void {}
export function publish(): void {}
