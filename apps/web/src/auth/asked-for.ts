/** Path and query of the page that was asked for: the proxy tells the page, which nobody else does. */
export const ASKED_FOR_HEADER = 'x-asked-for';
