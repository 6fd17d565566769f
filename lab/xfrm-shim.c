/* Kernel with XFRM but no ESP: turn XFRM_MSG_NEWSA/UPDSA (and DELSA of those never
 * in the kernel) into NLMSG_NOOP, which the kernel ACKs with error 0 and the same
 * sequence number. Policies, SPI allocation, routes and all of IKE stay real. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/xfrm.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#define MAXSA 65536
static struct { __be32 spi; unsigned char proto, upd; } sa[MAXSA];
static int nsa;
static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static int is_xfrm(int fd)
{
	int v = 0, e = errno; socklen_t l = sizeof(v);
	int r = getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &v, &l) == 0 && v == AF_NETLINK &&
		(l = sizeof(v), getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &v, &l) == 0) && v == NETLINK_XFRM;
	errno = e; return r;
}
static void *rewrite(const void *buf, size_t len)
{
	const struct nlmsghdr *h = buf; struct nlmsghdr *c; int hit = 0;
	if (len < sizeof(*h)) return NULL;
	pthread_mutex_lock(&mu);
	if ((h->nlmsg_type == XFRM_MSG_NEWSA || h->nlmsg_type == XFRM_MSG_UPDSA) &&
	    len >= NLMSG_LENGTH(sizeof(struct xfrm_usersa_info))) {
		const struct xfrm_usersa_info *i = NLMSG_DATA(h);
		if (nsa < MAXSA) { sa[nsa].spi = i->id.spi; sa[nsa].proto = i->id.proto;
			sa[nsa].upd = h->nlmsg_type == XFRM_MSG_UPDSA; nsa++; }
		hit = 1;
	} else if (h->nlmsg_type == XFRM_MSG_DELSA && len >= NLMSG_LENGTH(sizeof(struct xfrm_usersa_id))) {
		const struct xfrm_usersa_id *i = NLMSG_DATA(h); int k;
		for (k = nsa - 1; k >= 0; k--) if (sa[k].spi == i->spi && sa[k].proto == i->proto) break;
		if (k >= 0) { hit = !sa[k].upd; sa[k] = sa[--nsa]; }
	}
	pthread_mutex_unlock(&mu);
	if (!hit || !(c = malloc(len))) return NULL;
	memcpy(c, buf, len); c->nlmsg_type = NLMSG_NOOP;
	return c;
}
ssize_t sendto(int fd, const void *b, size_t n, int fl, const struct sockaddr *a, socklen_t al)
{
	static ssize_t (*real)(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
	void *c = NULL; ssize_t r;
	if (!real) real = dlsym(RTLD_NEXT, "sendto");
	if (is_xfrm(fd)) c = rewrite(b, n);
	r = real(fd, c ? c : b, n, fl, a, al); free(c); return r;
}
ssize_t send(int fd, const void *b, size_t n, int fl)
{
	static ssize_t (*real)(int, const void *, size_t, int);
	void *c = NULL; ssize_t r;
	if (!real) real = dlsym(RTLD_NEXT, "send");
	if (is_xfrm(fd)) c = rewrite(b, n);
	r = real(fd, c ? c : b, n, fl); free(c); return r;
}
ssize_t write(int fd, const void *b, size_t n)
{
	static ssize_t (*real)(int, const void *, size_t);
	void *c = NULL; ssize_t r;
	if (!real) real = dlsym(RTLD_NEXT, "write");
	if (n >= sizeof(struct nlmsghdr) && is_xfrm(fd)) c = rewrite(b, n);
	r = real(fd, c ? c : b, n); free(c); return r;
}
ssize_t sendmsg(int fd, const struct msghdr *m, int fl)
{
	static ssize_t (*real)(int, const struct msghdr *, int);
	if (!real) real = dlsym(RTLD_NEXT, "sendmsg");
	if (m->msg_iovlen == 1 && is_xfrm(fd)) {
		void *c = rewrite(m->msg_iov[0].iov_base, m->msg_iov[0].iov_len);
		if (c) { struct iovec v = { c, m->msg_iov[0].iov_len }; struct msghdr mm = *m; ssize_t r;
			mm.msg_iov = &v; r = real(fd, &mm, fl); free(c); return r; }
	}
	return real(fd, m, fl);
}
