/**
 * A certificate for `pictures.example` and the names below it, valid until 2120 and trusted by nobody:
 * the scripted upstream shows it, and tests hand it to the client as a trusted authority.
 */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBnjCCAUOgAwIBAgIBATAKBggqhkjOPQQDAjAmMSQwIgYDVQQDDBtTY3JpcHRl
ZCB1cHN0cmVhbSBmb3IgdGVzdHMwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEw
MDAwMDBaMCYxJDAiBgNVBAMMG1NjcmlwdGVkIHVwc3RyZWFtIGZvciB0ZXN0czBZ
MBMGByqGSM49AgEGCCqGSM49AwEHA0IABPb0NWN9/RCBBtjNNLqVWfABqNToDvQn
CRrPyqxlIF60ien2RPlnVFah2qmG6W3j5EE4YIfDHP0zEs7T2++SIc+jYDBeMC8G
A1UdEQQoMCaCEHBpY3R1cmVzLmV4YW1wbGWCEioucGljdHVyZXMuZXhhbXBsZTAM
BgNVHRMEBTADAQH/MB0GA1UdDgQWBBShKmNTBrYwmj8FmDqWm5i6iHCQWzAKBggq
hkjOPQQDAgNJADBGAiEAtg6RqsESpfJNmGkvuIZQFc0IMhxY3wxEMbra6ORm4NsC
IQDxwHJxm2OwhZc4rFWkodLjj6tjkWbLSqpAYOMOozfzDQ==
-----END CERTIFICATE-----
`;

export const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgn3futoPKq/CDKvWI
5KK4zhVSOFbEDyzf6GPhrGRoFVehRANCAAT29DVjff0QgQbYzTS6lVnwAajU6A70
Jwkaz8qsZSBetInp9kT5Z1RWodqphult4+RBOGCHwxz9MxLO09vvkiHP
-----END PRIVATE KEY-----
`;
