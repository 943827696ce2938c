/** Stands in for lib0/broadcastchannel in the pages: tabs do not talk to each other (`disableBc`). */
const nothing = () => undefined;
export { nothing as subscribe, nothing as unsubscribe, nothing as publish };
