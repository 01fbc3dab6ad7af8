/** Writes and deletes of customers' records, and mail to many. */
import type { SensitiveRegion } from "./region.ts";
import { ofOtherStages } from "./stages.ts";

/** Tables, buckets and folders that are named for customers. */
const people = "{customer,customers,users,subscribers,patients,contacts}";

export const customerData: readonly SensitiveRegion[] = [
  {
    does: "write or delete customers' records in a database",
    actions: [
      "{sql,db,database,postgres,postgresql,mysql,mariadb,mssql,snowflake,bigquery}:{insert,update,delete,merge,upsert,replace,write,load,import}{,_*}",
    ],
    resources: [
      `{sql,db,database}/**/${people}`,
      "{sql,db,database}/**/{customer,customers}_*",
      "{sql,db,database}/{*/*,*}/{pii,customer,customers}/*",
    ],
    // What is derived from other tables and made anew.
    exceptResources: [
      ...ofOtherStages("*/"),
      ...ofOtherStages("*/*/"),
      "*/*/*/{scratch,tmp,temp,work,staging,intermediate}/*",
    ],
  },
  {
    does: "write or delete customers' records in AWS",
    actions: [
      "aws:dynamodb:{PutItem,UpdateItem,DeleteItem,BatchWriteItem,PartiQLInsert,PartiQLUpdate,PartiQLDelete}",
    ],
    resources: [
      `arn:*:dynamodb:*:*:table/${people}`,
      "arn:*:dynamodb:*:*:table/{customer,customers,pii}{-,_}*",
    ],
  },
  {
    does: "write or delete customers' files in AWS",
    actions: [
      "aws:s3:{PutObject,DeleteObject,DeleteObjectVersion,PutLifecycleConfiguration,DeleteBucket,ReplicateDelete}",
    ],
    resources: [`arn:*:s3:::{customer,customers,pii,patients}{,/*}`, "arn:*:s3:::{customer,customers,pii}-*"],
    exceptResources: ofOtherStages("arn:*:s3:::"),
  },
  {
    does: "change customers' accounts in AWS",
    actions: [
      "aws:cognito-idp:{AdminCreateUser,AdminDeleteUser,AdminDeleteUserAttributes,AdminDisableUser,AdminUpdateUserAttributes,AdminSetUserPassword,AdminResetUserPassword,DeleteUserPool,CreateUserImportJob}",
      "aws:profile:{CreateProfile,UpdateProfile,DeleteProfile,MergeProfiles,PutProfileObject,DeleteProfileObject,DeleteDomain}",
    ],
  },
  {
    does: "change customers' records",
    actions: [
      "{crm,customers,customer}:{create,update,delete,merge,upsert,write,import,erase,archive,anonymize}{,-*,_*}",
      "{stripe,payments,billing}:{create,update,delete}{-,_}customer*",
    ],
    exceptResources: ["*/{test,sandbox}{,/*}"],
  },
  {
    does: "change customers' records",
    actions: ["*:{create,update,delete,put,patch,post,write,upsert,merge,erase}"],
    resources: ["{customer,customers}/*"],
  },
  {
    does: "change customers' records through an MCP server",
    actions: [
      "mcp:*:{create,update,delete,merge,upsert,modify,edit,archive,remove,import,patch,anonymize}{,-,_}{customer,contact}*",
      "mcp:*:{delete,update,bulk,batch}{-,_}*customer*",
    ],
    exceptResources: ["mcp/*/{test,sandbox}{,/*}"],
    isSpelt: true,
  },
  {
    does: "change customers' records through an MCP server",
    actions: [
      "mcp:{crm,customers}:{create,update,delete,merge,upsert,write,import}{,-*,_*}",
      "mcp:{stripe,intercom,zendesk,shopify}:{create,update,delete,merge}{,-,_}customer*",
      "mcp:{salesforce,hubspot,pipedrive,zoho}:{create,update,delete,merge,upsert}{-,_}{record,object,account,contact,lead,company}*",
    ],
    exceptResources: ["mcp/*/{test,sandbox}{,/*}"],
  },
  {
    does: "change customers through a payment provider's API",
    actions: ["{http,https}:{post,put,patch,delete}"],
    resources: ["https://api.stripe.com/v1/customers{,/*}"],
  },
  {
    does: "send mail to many",
    actions: [
      "{mail,email,smtp,mcp:mail,mcp:email,mcp:gmail,mcp:outlook,mcp:smtp,mcp:sendgrid,mcp:mailgun,mcp:ses,mcp:postmark,mcp:resend}:{send,deliver,schedule}{,-*,_*}",
    ],
    resources: [
      "{mail,email,mcp/*}/{lists,list,groups,segments,audiences,campaigns,broadcasts,newsletters,all,everyone}{,/*}",
    ],
  },
  {
    does: "send mail to many",
    actions: [
      "mcp:*:{send,schedule,create,launch,start}{-,_}{bulk,mass,batch,campaign,broadcast,newsletter}*",
    ],
    isSpelt: true,
  },
  {
    does: "send mail to many",
    actions: [
      "{mail,email,smtp}:{send,schedule,create,launch,start}{-,_}{bulk,mass,batch,campaign,broadcast,newsletter}*",
      "mcp:{mailchimp,sendgrid,mailgun,klaviyo,brevo,postmark}:{send,schedule,create,launch,start}{-,_}{bulk,mass,batch,campaign}*",
      "aws:ses:{SendBulkEmail,SendBulkTemplatedEmail}",
      "aws:mobiletargeting:{SendMessages,SendUsersMessages,CreateCampaign,UpdateCampaign,CreateJourney,UpdateJourney}",
    ],
  },
];
