/** Stands in the head of pages that are written here: nothing in them is a site's. */
export const OWN_PAGE = '<meta name="generator" content="report-draft">'
